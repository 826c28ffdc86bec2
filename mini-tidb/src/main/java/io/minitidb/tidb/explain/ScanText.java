package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.ScanCounts;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was read from the stores' disks, as TiDB prints it, zeros left out: `scan_detail:
/// {total_process_keys: 3, ..., rocksdb: {block: {cache_hit_count: 4}}}`.
final class ScanText {
  private ScanText() {}

  /// Returns it behind a comma; nothing when no store was read.
  static String of(ScanCounts counts) {
    if (counts.equals(ScanCounts.NONE)) {
      return "";
    }
    ScanCounts.Engine engine = counts.engine();
    String block =
        list(
            count("cache_hit_count", engine.cacheHits()),
            count("read_count", engine.blockReads()),
            count("read_byte", engine.blockReadBytes()));
    String rocksdb =
        list(
            count("delete_skipped_count", engine.deletesSkipped()),
            count("key_skipped_count", engine.keysSkipped()),
            block.isEmpty() ? "" : "block: {" + block + "}");
    return ", scan_detail: {"
        + list(
            count("total_process_keys", counts.used()),
            count("total_process_keys_size", counts.usedBytes()),
            count("total_keys", counts.seen()),
            rocksdb.isEmpty() ? "" : "rocksdb: {" + rocksdb + "}")
        + "}";
  }

  private static String count(String name, long value) {
    return value == 0 ? "" : name + ": " + value;
  }

  private static String list(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }
}
