package io.minitidb.wire;

import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.proto.kvrpcpb.ScanDetailV2;

/// [ScanCounts] as `scan_detail_v2`. A version is a pair: what is kept of history has one each.
final class ScanDetail {
  private ScanDetail() {}

  static ScanDetailV2 encode(ScanCounts counts) {
    ScanCounts.Engine engine = counts.engine();
    return ScanDetailV2.newBuilder()
        .setProcessedVersions(counts.used())
        .setProcessedVersionsSize(counts.usedBytes())
        .setTotalVersions(counts.seen())
        .setTotalVersionsSize(counts.seenBytes())
        .setRocksdbDeleteSkippedCount(engine.deletesSkipped())
        .setRocksdbKeySkippedCount(engine.keysSkipped())
        .setRocksdbBlockCacheHitCount(engine.cacheHits())
        .setRocksdbBlockReadCount(engine.blockReads())
        .setRocksdbBlockReadByte(engine.blockReadBytes())
        .build();
  }

  static ScanCounts decode(ScanDetailV2 detail) {
    return new ScanCounts(
        detail.getProcessedVersions(),
        detail.getProcessedVersionsSize(),
        detail.getTotalVersions(),
        detail.getTotalVersionsSize(),
        new ScanCounts.Engine(
            detail.getRocksdbDeleteSkippedCount(),
            detail.getRocksdbKeySkippedCount(),
            detail.getRocksdbBlockCacheHitCount(),
            detail.getRocksdbBlockReadCount(),
            detail.getRocksdbBlockReadByte()));
  }
}
