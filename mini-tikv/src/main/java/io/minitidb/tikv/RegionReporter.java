package io.minitidb.tikv;

import io.minitidb.node.HostPort;
import io.minitidb.node.Pulse;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.RegionOrders;
import io.minitidb.pdclient.RegionReport;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.region.LocalRegion;
import io.minitidb.tikv.region.LocalRegions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells PD of this store's regions: regularly, and at once when a leader of PD has not heard of
/// them yet. A region here has one peer, which leads it.
final class RegionReporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegionReporter.class);

  /// Enough for all orders; what is left comes with the next report.
  private static final int ROUNDS = 4;

  private final PdClient pd;
  private final LocalRegions regions;
  private final RocksEngine engine;
  private final long storeId;
  private final Pulse pulse;
  private Instant reported = Instant.now();
  private volatile @Nullable HostPort heard;

  /// Begins to report.
  RegionReporter(
      PdClient pd, LocalRegions regions, RocksEngine engine, long storeId, Duration interval) {
    this.pd = pd;
    this.regions = regions;
    this.engine = engine;
    this.storeId = storeId;
    this.pulse = new Pulse("pd-regions", Duration.ZERO, interval, this::report);
  }

  void every(Duration interval) {
    pulse.every(interval);
  }

  /// Reports at once, because there is something new.
  void now() {
    pulse.now();
  }

  /// Reports at once unless this leader of PD has taken the last report.
  void owedTo(HostPort leader) {
    if (!leader.equals(heard)) {
      pulse.now();
    }
  }

  /// Reports and returns when that is done, or has failed. What PD wants to be moved is handed over
  /// and reported again.
  synchronized void report() {
    heard = null;
    try {
      boolean again = true;
      for (int round = 0; again && round < ROUNDS; round++) {
        again = round();
      }
      heard = pd.leader();
    } catch (RuntimeException e) {
      log.warn("reporting regions to PD failed: {}", e.getMessage());
    }
  }

  private boolean round() {
    Instant now = Instant.now();
    List<LocalRegion> all = regions.all();
    List<RegionReport> reports =
        all.stream().map(region -> report(region, all.size(), now)).toList();
    reported = now;
    if (reports.isEmpty()) {
      return false;
    }
    RegionOrders orders = pd.reportRegions(reports);
    orders
        .refused()
        .forEach((id, why) ->
            log.warn("PD refused the report of region {}: {}", Long.toUnsignedString(id), why));
    reports.stream()
        .filter(
            report -> report.handedOver() && !orders.refused().containsKey(report.region().id()))
        .forEach(report -> regions.forget(report.region()));
    boolean moved = false;
    for (Map.Entry<Long, Region.Peer> move : orders.moves().entrySet()) {
      moved |= regions.handOver(move.getKey(), move.getValue());
    }
    return moved;
  }

  /// The share of keys follows from that of bytes. Only what is really empty has no size.
  private RegionReport report(LocalRegion local, int count, Instant now) {
    Region region = local.region();
    Optional<Region.Peer> own = region.peerOn(storeId);
    byte[] low = region.startKey().toByteArray();
    byte[] high = region.endKey().toByteArray();
    long least = engine.isEmpty(ColumnFamily.DEFAULT, low, high) ? 0 : 1;
    long size = least * Math.max(1, engine.approximateSize(ColumnFamily.DEFAULT, low, high));
    long total = engine.approximateSize(ColumnFamily.DEFAULT, new byte[0], new byte[0]);
    double share = total == 0 ? 1.0 / count : Math.min(1, (double) size / total);
    long keys =
        least * Math.max(1, Math.round(share * engine.approximateKeys(ColumnFamily.DEFAULT)));
    return new RegionReport(
        region,
        own.orElse(region.peers().getFirst()),
        local.traffic(reported, now),
        size,
        keys,
        own.isEmpty());
  }

  @Override
  public void close() {
    pulse.close();
  }
}
