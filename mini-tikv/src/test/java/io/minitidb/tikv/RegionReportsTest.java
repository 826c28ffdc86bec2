package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minitidb.log.Logging;
import io.minitidb.pdclient.Region;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.RocksEngine.Pair;
import io.minitidb.tikv.region.LocalRegion;
import io.minitidb.tikv.region.LocalRegions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a store tells PD of its regions and of itself.
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class RegionReportsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> OFTEN =
      Map.of("pd.heartbeat-interval", "50ms", "pd.region-heartbeat-interval", "1h");

  @TempDir Path directory;

  @AfterEach
  void log() {
    Logging.toConsole("info");
  }

  @Test
  void aRegionThatPdWantsIsMadeKeptAndReportedToEveryLeader() throws Exception {
    try (RunningStore store = new RunningStore(directory, OFTEN);
        FakePd next = new FakePd()) {
      await("the report").atMost(PATIENCE).until(() -> !store.pd().regions().isEmpty());
      RegionHeartbeatRequest report = store.pd().regions().getFirst();
      assertThat(report.getHeader().getClusterId()).isEqualTo(7);
      assertThat(report.getRegion().getId()).isEqualTo(2);
      assertThat(report.getRegion().getRegionEpoch().getVersion()).isEqualTo(1);
      assertThat(report.getLeader().getStoreId()).isEqualTo(4);
      assertThat(report.getApproximateKeys()).isZero();
      await("the count of regions")
          .atMost(PATIENCE)
          .until(() -> store.pd().stats().getRegionCount() == 1);
      StoreStats stats = store.pd().stats();
      assertThat(stats.getCapacity()).isPositive();
      assertThat(stats.getUsedSize()).isPositive();
      assertThat(stats.getCpuUsagesList()).extracting("key").containsExactly("mini-tikv");
      assertThat(stats.getInterval().getEndTimestamp()).isPositive();
      next.wantNothing();
      store.pd().follow(next);
      await("the next leader's report").atMost(PATIENCE).until(() -> !next.regions().isEmpty());
    }
    try (RunningStore store = new RunningStore(directory, OFTEN)) {
      store.pd().wantNothing();
      await("the report after a restart")
          .atMost(PATIENCE)
          .until(() -> !store.pd().regions().isEmpty());
    }
  }

  @Test
  void aRegionIsTakenInOnceAndOnlyWhereNothingIs() {
    try (RocksEngine engine = new RocksEngine(directory, Defaults.config().rocksdb())) {
      LocalRegions regions = new LocalRegions(engine, 4);
      Region left =
          new Region(
              9,
              ByteString.EMPTY,
              ByteString.copyFromUtf8("m"),
              1,
              2,
              List.of(new Region.Peer(10, 4)));
      assertThat(regions.adopt(left)).isTrue();
      assertThat(regions.adopt(left)).isFalse();
      assertThat(regions.adopt(Region.first(11, new Region.Peer(12, 4)))).as("overlaps").isFalse();
      assertThat(regions.adopt(Region.first(13, new Region.Peer(14, 5)))).as("elsewhere").isFalse();
      assertThat(new LocalRegions(engine, 4).all())
          .extracting(LocalRegion::region)
          .containsExactly(left);
    }
  }

  @Test
  void theEngineCountsAndEstimates() {
    try (RocksEngine engine = new RocksEngine(directory, Defaults.config().rocksdb())) {
      long before = engine.counts().keysWritten();
      byte[] value = new byte[10_000];
      for (int i = 0; i < 100; i++) {
        byte[] key = ("k" + (char) ('a' + i % 20) + i).getBytes(StandardCharsets.UTF_8);
        engine.put(ColumnFamily.DEFAULT, List.of(new Pair(key, value)));
      }
      assertThat(engine.counts().keysWritten() - before).isEqualTo(100);
      assertThat(engine.counts().bytesWritten()).isGreaterThan(1_000_000);
      assertThat(engine.approximateKeys(ColumnFamily.DEFAULT)).isEqualTo(100);
      byte[] none = new byte[0];
      long all = engine.approximateSize(ColumnFamily.DEFAULT, none, none);
      assertThat(all).isGreaterThan(500_000);
      assertThat(engine.approximateSize(ColumnFamily.DEFAULT, new byte[] {'z'}, none)).isZero();
      assertThat(engine.list(ColumnFamily.DEFAULT, new byte[] {'k'}, new byte[] {'l'}))
          .hasSize(100);
    }
  }
}
