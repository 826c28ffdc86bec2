package io.minitidb.tikv.engine;

import io.minitidb.memtable.EngineStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.TickerType;

/// What RocksDB counts, under TiKV's names as far as TiKV has them: sizes and stalls for each
/// column family, the block cache, flushes, compactions and syncs. Read when somebody asks, as
/// metrics or for a table.
public final class EngineMetrics implements MultiCollector, EngineStatistics, AutoCloseable {
  /// Properties of a column family.
  private static final Map<String, String> FAMILY =
      new TreeMap<>(
          Map.of(
              "tikv_engine_size_bytes", "rocksdb.total-sst-files-size",
              "tikv_engine_memory_bytes", "rocksdb.cur-size-all-mem-tables",
              "tikv_engine_estimate_num_keys", "rocksdb.estimate-num-keys",
              "tikv_engine_pending_compaction_bytes", "rocksdb.estimate-pending-compaction-bytes",
              "tikv_engine_num_immutable_mem_table", "rocksdb.num-immutable-mem-table"));

  /// Properties that all column families share.
  private static final Map<String, String> WHOLE =
      new TreeMap<>(
          Map.of(
              "tikv_engine_block_cache_size_bytes", "rocksdb.block-cache-usage",
              "tikv_engine_write_stopped", "rocksdb.is-write-stopped",
              "tikv_engine_delayed_write_rate_bytes", "rocksdb.actual-delayed-write-rate",
              "tikv_engine_num_running_compactions", "rocksdb.num-running-compactions",
              "tikv_engine_num_running_flushes", "rocksdb.num-running-flushes",
              "tikv_engine_background_errors", "rocksdb.background-errors"));

  private static final Map<String, TickerType> COUNTERS =
      new TreeMap<>(
          Map.of(
              "tikv_engine_stall_micro_seconds", TickerType.STALL_MICROS,
              "tikv_engine_block_cache_hit", TickerType.BLOCK_CACHE_HIT,
              "tikv_engine_block_cache_miss", TickerType.BLOCK_CACHE_MISS,
              "tikv_engine_bytes_written", TickerType.BYTES_WRITTEN,
              "tikv_engine_bytes_read", TickerType.BYTES_READ,
              "tikv_engine_wal_bytes", TickerType.WAL_FILE_BYTES,
              "tikv_engine_wal_file_synced", TickerType.WAL_FILE_SYNCED,
              "tikv_engine_flush_write_bytes", TickerType.FLUSH_WRITE_BYTES,
              "tikv_engine_compact_read_bytes", TickerType.COMPACT_READ_BYTES,
              "tikv_engine_compact_write_bytes", TickerType.COMPACT_WRITE_BYTES));

  private final RocksEngine engine;
  private final PrometheusRegistry registry;

  /// Shows what the engine counts until this is closed.
  public EngineMetrics(RocksEngine engine, PrometheusRegistry registry) {
    this.engine = engine;
    this.registry = registry;
    registry.register(this);
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> all = new ArrayList<>();
    FAMILY.forEach((name, property) -> {
      GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(property);
      for (ColumnFamily family : ColumnFamily.values()) {
        gauge.dataPoint(point(engine.property(family, property), Labels.of("cf", family.text())));
      }
      all.add(gauge.build());
    });
    WHOLE.forEach((name, property) ->
        all.add(
            GaugeSnapshot.builder()
                .name(name)
                .help(property)
                .dataPoint(point(engine.property(ColumnFamily.DEFAULT, property), Labels.EMPTY))
                .build()));
    COUNTERS.forEach((name, ticker) ->
        all.add(
            CounterSnapshot.builder()
                .name(name)
                .help("RocksDB's ticker " + ticker)
                .dataPoint(
                    CounterDataPointSnapshot.builder().value((double) engine.count(ticker)).build())
                .build()));
    return new MetricSnapshots(all);
  }

  @Override
  public List<Statistic> all() {
    List<Statistic> all = new ArrayList<>();
    FAMILY.forEach((name, property) -> {
      for (ColumnFamily family : ColumnFamily.values()) {
        all.add(new Statistic(name, family.text(), engine.property(family, property)));
      }
    });
    WHOLE.forEach((name, property) ->
        all.add(new Statistic(name, "", engine.property(ColumnFamily.DEFAULT, property))));
    COUNTERS.forEach((name, ticker) -> all.add(new Statistic(name, "", engine.count(ticker))));
    all.sort(Comparator.comparing(Statistic::name));
    return all;
  }

  private static GaugeDataPointSnapshot point(long value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value((double) value).labels(labels).build();
  }

  @Override
  public void close() {
    registry.unregister(this);
  }
}
