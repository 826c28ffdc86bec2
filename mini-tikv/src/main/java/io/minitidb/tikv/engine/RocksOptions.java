package io.minitidb.tikv.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.MutableDBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;

/// The section `rocksdb` of the configuration as RocksDB's own options. What is made here lives as
/// long as the store, and is closed after it.
final class RocksOptions implements AutoCloseable {
  private final List<AbstractNativeReference> made = new ArrayList<>();
  private final Statistics statistics = keep(new Statistics());
  private final DBOptions store;
  private final List<ColumnFamilyDescriptor> families;

  /// @throws EngineException when RocksDB refuses an option
  RocksOptions(EngineConfig config) {
    LRUCache cache = keep(new LRUCache(config.blockCacheSize().bytes()));
    ColumnFamilyOptions options =
        keep(given(
                ColumnFamilyOptions.getColumnFamilyOptionsFromProps(
                    properties(config.defaultcf().options()))))
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    store =
        keep(given(DBOptions.getDBOptionsFromProps(properties(config.options()))))
            .setDailyOffpeakTimeUTC(config.dailyOffpeakTimeUtc())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setKeepLogFileNum(4)
            .setStatistics(statistics);
    // Blocks of history are some KiB each and packed by themselves; what repeats between them is
    // for zstd, which RocksDB leaves out of what it does not make smaller by an eighth.
    ColumnFamilyOptions packed =
        keep(new ColumnFamilyOptions(options))
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(32 << 10))
            .setCompressionType(CompressionType.ZSTD_COMPRESSION);
    families = new ArrayList<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      families.add(
          new ColumnFamilyDescriptor(
              family.text().getBytes(StandardCharsets.UTF_8),
              family == ColumnFamily.HISTORY ? packed : options));
    }
  }

  private <T extends AbstractNativeReference> T keep(T resource) {
    made.add(resource);
    return resource;
  }

  private static Properties properties(Map<String, String> options) {
    Properties properties = new Properties();
    properties.putAll(options);
    return properties;
  }

  /// RocksDB makes nothing of options that it does not know or understand.
  private static <T> T given(@Nullable T options) {
    if (options == null) {
      throw new EngineException("RocksDB refuses the options of section rocksdb");
    }
    return options;
  }

  Statistics statistics() {
    return statistics;
  }

  DBOptions store() {
    return store;
  }

  /// Returns the column families in the order of [ColumnFamily].
  List<ColumnFamilyDescriptor> families() {
    return families;
  }

  /// Changes the options of a running store. When RocksDB refuses one, those before it have been
  /// changed.
  static void change(RocksDB db, Iterable<ColumnFamilyHandle> families, EngineConfig config)
      throws RocksDBException {
    db.setDBOptions(
        MutableDBOptions.parse(joined(config.options()))
            .setDailyOffpeakTimeUTC(config.dailyOffpeakTimeUtc())
            .build());
    for (ColumnFamilyHandle family : families) {
      db.setOptions(
          family, MutableColumnFamilyOptions.parse(joined(config.defaultcf().options())).build());
    }
  }

  private static String joined(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(";"));
  }

  @Override
  public void close() {
    made.reversed().forEach(AbstractNativeReference::close);
  }
}
