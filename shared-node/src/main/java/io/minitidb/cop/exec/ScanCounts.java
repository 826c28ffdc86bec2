package io.minitidb.cop.exec;

/// What the scans of one request read from a store's disk and its cache, for `scan_detail_v2`.
///
/// @param used pairs of key and value whose rows were looked at
/// @param usedBytes of their keys and values
/// @param seen pairs that were read, also those that turned out to have no wanted row
/// @param seenBytes of their keys and values
public record ScanCounts(long used, long usedBytes, long seen, long seenBytes, Engine engine) {
  public static final ScanCounts NONE = new ScanCounts(0, 0, 0, 0, Engine.NONE);

  /// What RocksDB did for it.
  ///
  /// @param deletesSkipped marks of deletion that it went over
  /// @param keysSkipped keys that it went over
  /// @param cacheHits blocks that its cache had
  /// @param blockReads blocks that it read from files, and `blockReadBytes` in them
  public record Engine(
      long deletesSkipped, long keysSkipped, long cacheHits, long blockReads, long blockReadBytes) {
    public static final Engine NONE = new Engine(0, 0, 0, 0, 0);

    public Engine plus(Engine other) {
      return new Engine(
          deletesSkipped + other.deletesSkipped,
          keysSkipped + other.keysSkipped,
          cacheHits + other.cacheHits,
          blockReads + other.blockReads,
          blockReadBytes + other.blockReadBytes);
    }
  }

  /// Returns what both read, one after the other or on two nodes.
  public ScanCounts plus(ScanCounts other) {
    return new ScanCounts(
        used + other.used,
        usedBytes + other.usedBytes,
        seen + other.seen,
        seenBytes + other.seenBytes,
        engine.plus(other.engine));
  }
}
