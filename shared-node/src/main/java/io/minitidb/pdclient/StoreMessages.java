package io.minitidb.pdclient;

import io.minitidb.proto.metapb.StoreState;
import io.minitidb.proto.pdpb.RecordPair;
import io.minitidb.proto.pdpb.StoreStats;
import java.time.Instant;

/// Stores to messages and back.
final class StoreMessages {
  private StoreMessages() {}

  static io.minitidb.proto.metapb.Store store(Store store) {
    return io.minitidb.proto.metapb.Store.newBuilder()
        .setId(store.id())
        .setAddress(store.address())
        .setPeerAddress(store.address())
        .setStatusAddress(store.statusAddress())
        .setVersion(store.version())
        .setGitHash(store.gitHash())
        .setStartTimestamp(store.startTime().getEpochSecond())
        .build();
  }

  static Store store(io.minitidb.proto.metapb.Store message) {
    StoreState state = message.getState();
    long beat = message.getLastHeartbeat();
    return new Store(
        message.getId(),
        message.getAddress(),
        message.getStatusAddress(),
        state.name(),
        message.getVersion(),
        message.getGitHash(),
        Instant.ofEpochSecond(message.getStartTimestamp()),
        Instant.ofEpochSecond(beat / 1_000_000_000L, beat % 1_000_000_000L));
  }

  static StoreStats stats(StoreReport report) {
    Traffic traffic = report.traffic();
    StoreStats.Builder stats =
        StoreStats.newBuilder()
            .setStoreId(report.storeId())
            .setCapacity(report.capacity())
            .setAvailable(report.available())
            .setUsedSize(report.used())
            .setStartTime((int) report.start().getEpochSecond())
            .setRegionCount(report.regions())
            .setBytesWritten(traffic.bytesWritten())
            .setBytesRead(traffic.bytesRead())
            .setKeysWritten(traffic.keysWritten())
            .setKeysRead(traffic.keysRead())
            .setInterval(RegionMessages.interval(traffic));
    report
        .cpuUsages()
        .forEach((name, percent) ->
            stats.addCpuUsages(RecordPair.newBuilder().setKey(name).setValue(percent)));
    return stats.build();
  }
}
