package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.Http;
import io.minitidb.integration.cluster.Installation;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.Shape;
import io.minitidb.node.NodeKind;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.PdException;
import io.minitidb.tls.Security;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The mini-pds of a cluster that works are replaced one after the other, and nobody notices.
@Timeout(600)
class PdScaleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COUNT = "select count(*) from information_schema.cluster_info";

  private final LocalCluster cluster;

  PdScaleIT(@TempDir Path data) {
    cluster = new LocalCluster(Installation.find(), data, System.err::println);
  }

  @AfterEach
  void stop() {
    if (cluster.exists()) {
      cluster.stopAfterInterruption();
    }
  }

  /// What goes on meanwhile: statements, and ids that must never come twice or go back.
  private static final class Load implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final Sql sql;
    private final PdClient pd;
    private volatile String refusal = "";
    private long lastId;

    /// Its client of PD is told of the first member only.
    Load(LocalCluster cluster) throws SQLException {
      sql = Sql.connect(cluster);
      pd = new PdClient(List.of(cluster.node("pd-0").address()), Security.NONE);
      clock.scheduleWithFixedDelay(this::statement, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      clock.scheduleWithFixedDelay(this::id, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void statement() {
      try {
        int nodes = Integer.parseInt(sql.column(COUNT).getFirst());
        if (nodes < 3) {
          failures.add(nodes + " nodes");
        }
        statements.incrementAndGet();
      } catch (SQLException | RuntimeException e) {
        failures.add(e.toString());
      }
    }

    private void id() {
      try {
        long id = pd.allocId();
        if (id <= lastId) {
          failures.add("id " + id + " after " + lastId);
        }
        lastId = id;
        ids.incrementAndGet();
      } catch (PdException e) {
        // The leader changes; the same client goes on afterwards.
        refusal = String.valueOf(e.getMessage());
      } catch (RuntimeException | LinkageError e) {
        failures.add(e.toString());
      }
    }

    void goesOn() {
      int statementsBefore = statements.get();
      int idsBefore = ids.get();
      await("statements and ids")
          .atMost(PATIENCE.multipliedBy(2))
          .failFast(() -> assertThat(failures).isEmpty())
          .untilAsserted(() -> {
            assertThat(statements.get()).as("statements").isGreaterThan(statementsBefore + 3);
            assertThat(ids.get())
                .as("ids; the last refusal: " + refusal)
                .isGreaterThan(idsBefore + 3);
          });
      assertThat(failures).isEmpty();
    }

    @Override
    public void close() throws SQLException {
      clock.close();
      pd.close();
      sql.close();
    }
  }

  @Test
  void allMembersAreReplacedUnderLoad() throws Exception {
    cluster.planAnywhere(Shape.of(1, 1, 1, 0));
    cluster.start();
    assertThatThrownBy(() -> cluster.scaleIn("pd-0"))
        .isInstanceOf(ClusterException.class)
        .hasMessage("pd-0 is the last mini-pd");
    try (Load load = new Load(cluster)) {
      load.goesOn();
      for (int i = 1; i <= 4; i++) {
        assertThat(cluster.scaleOut(NodeKind.PD).name()).isEqualTo("pd-" + i);
      }
      load.goesOn();
      Node first = cluster.node("pd-0");
      cluster.scaleIn("pd-0");
      cluster.scaleIn(leader());
      assertThat(cluster.nodes(NodeKind.PD)).hasSize(3).doesNotContain(first);
      load.goesOn();
      await("the rows of the nodes that are left")
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            try (Sql sql = Sql.connect(cluster)) {
              assertThat(sql.column("select type from information_schema.cluster_info"))
                  .containsExactlyInAnyOrder("tidb", "tikv", "pd", "pd", "pd");
            }
          });
    }
    oneThatIsDeadKeepsTheOthers();
    cluster.restart("tidb-0");
    try (Sql sql = Sql.connect(cluster)) {
      await("all nodes again")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(sql.column(COUNT)).containsExactly("5"));
    }
  }

  private void oneThatIsDeadKeepsTheOthers() {
    List<String> names = cluster.nodes(NodeKind.PD).stream().map(Node::name).toList();
    cluster.kill(names.getLast());
    assertThatThrownBy(() -> cluster.scaleIn(names.getFirst()))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            names.getFirst()
                + " cannot leave: of the 2 mini-pds that would be left, these do not answer: "
                + names.getLast()
                + "; the others are no majority. First: ./mini-cluster restart "
                + names.getLast());
    cluster.restart(names.getLast());
  }

  private String leader() throws Exception {
    Node any = cluster.nodes(NodeKind.PD).getLast();
    await("a leader")
        .atMost(PATIENCE)
        .until(() ->
            Http.call("GET", any.address(), "/pd/api/v1/leader", Duration.ofSeconds(10)).ok());
    return Urls.json(any, "/pd/api/v1/leader").path("name").asString();
  }
}
