package io.minitidb.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.Nodes;
import io.minitidb.memtable.RunningRequests;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TickMakerTest {
  private static final String SLOW = "cluster_coprocessor_slow_requests_history";

  private final SlowRequests slow = new SlowRequests();
  private final TickMaker maker =
      new TickMaker(
          Nodes.context(NodeKind.TIDB).with(SlowRequests.class, slow), MemTables.load().kept());

  private void end(Instant moment) {
    slow.add(
        new SlowRequests.Request(
            new RunningRequests.Request(Nodes.ROOT, 7, "processlist", moment),
            moment,
            1,
            0,
            2,
            3,
            "answered"));
  }

  private int kept(Instant moment) {
    Tick tick = maker.make(Samples.of(moment, 0.5, List.of()));
    return Objects.requireNonNull(tick.rows().get(SLOW)).rows();
  }

  @Test
  void whatHappenedStandsInOneTick() {
    assertThat(kept(Nodes.NOW)).isZero();
    end(Nodes.NOW.plusMillis(1));
    end(Nodes.NOW.plusSeconds(1));
    end(Nodes.NOW.plusSeconds(2)); // a sample is a little older than its tick
    assertThat(kept(Nodes.NOW.plusSeconds(1))).isEqualTo(2);
    assertThat(kept(Nodes.NOW.plusSeconds(2))).isEqualTo(1);
    assertThat(kept(Nodes.NOW.plusSeconds(3))).isZero();
  }

  @Test
  void tablesOfOtherKindsOfNodeAreLeftOut() {
    assertThat(maker.make(Samples.of(Nodes.NOW, 0.5, List.of())).rows())
        .containsKey("cluster_load_history")
        .doesNotContainKey("cluster_rocksdb_history");
  }
}
