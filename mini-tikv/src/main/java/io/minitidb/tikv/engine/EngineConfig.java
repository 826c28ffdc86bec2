package io.minitidb.tikv.engine;

import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.HumanDuration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The section `rocksdb` of the configuration; `tikv-default.toml` says what each item means.
///
/// @param blockCacheSize the only one that cannot be changed later
/// @param defaultcf what holds for every column family
public record EngineConfig(
    ByteSize blockCacheSize,
    int maxBackgroundJobs,
    ByteSize maxTotalWalSize,
    int maxOpenFiles,
    ByteSize compactionReadaheadSize,
    ByteSize bytesPerSync,
    ByteSize walBytesPerSync,
    ByteSize writableFileMaxBufferSize,
    HumanDuration statsDumpPeriod,
    ByteSize delayedWriteRate,
    String dailyOffpeakTimeUtc,
    Family defaultcf) {

  public record Family(
      ByteSize writeBufferSize,
      int maxWriteBufferNumber,
      int level0FileNumCompactionTrigger,
      int level0SlowdownWritesTrigger,
      int level0StopWritesTrigger,
      ByteSize targetFileSizeBase,
      ByteSize maxBytesForLevelBase,
      int maxBytesForLevelMultiplier,
      ByteSize softPendingCompactionBytesLimit,
      ByteSize hardPendingCompactionBytesLimit,
      boolean disableAutoCompactions) {

    /// RocksDB would put such values right in silence.
    public Family {
      if (level0FileNumCompactionTrigger > level0SlowdownWritesTrigger
          || level0SlowdownWritesTrigger > level0StopWritesTrigger) {
        throw new ConfigException(
            "rocksdb.defaultcf: level0-file-num-compaction-trigger ("
                + level0FileNumCompactionTrigger
                + "), level0-slowdown-writes-trigger ("
                + level0SlowdownWritesTrigger
                + ") and level0-stop-writes-trigger ("
                + level0StopWritesTrigger
                + ") must not fall");
      }
      if (softPendingCompactionBytesLimit.bytes() > hardPendingCompactionBytesLimit.bytes()) {
        throw new ConfigException(
            "rocksdb.defaultcf: soft-pending-compaction-bytes-limit ("
                + softPendingCompactionBytesLimit
                + ") must not be above hard-pending-compaction-bytes-limit ("
                + hardPendingCompactionBytesLimit
                + ")");
      }
    }

    /// Returns RocksDB's own names and texts.
    Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("write_buffer_size", text(writeBufferSize));
      options.put("max_write_buffer_number", text(maxWriteBufferNumber));
      options.put("level0_file_num_compaction_trigger", text(level0FileNumCompactionTrigger));
      options.put("level0_slowdown_writes_trigger", text(level0SlowdownWritesTrigger));
      options.put("level0_stop_writes_trigger", text(level0StopWritesTrigger));
      options.put("target_file_size_base", text(targetFileSizeBase));
      options.put("max_bytes_for_level_base", text(maxBytesForLevelBase));
      options.put("max_bytes_for_level_multiplier", text(maxBytesForLevelMultiplier));
      options.put("soft_pending_compaction_bytes_limit", text(softPendingCompactionBytesLimit));
      options.put("hard_pending_compaction_bytes_limit", text(hardPendingCompactionBytesLimit));
      options.put("disable_auto_compactions", Boolean.toString(disableAutoCompactions));
      return options;
    }
  }

  /// Returns RocksDB's own names and texts of the numbers that hold for the whole store. A free
  /// text is none of them: it must not be read as a list of options.
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("max_background_jobs", text(maxBackgroundJobs));
    options.put("max_total_wal_size", text(maxTotalWalSize));
    options.put("max_open_files", text(maxOpenFiles));
    options.put("compaction_readahead_size", text(compactionReadaheadSize));
    options.put("bytes_per_sync", text(bytesPerSync));
    options.put("wal_bytes_per_sync", text(walBytesPerSync));
    options.put("writable_file_max_buffer_size", text(writableFileMaxBufferSize));
    options.put("stats_dump_period_sec", Long.toString(statsDumpPeriod.value().toSeconds()));
    options.put("delayed_write_rate", text(delayedWriteRate));
    return options;
  }

  private static String text(ByteSize size) {
    return Long.toString(size.bytes());
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
