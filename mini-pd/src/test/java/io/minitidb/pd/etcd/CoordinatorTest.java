package io.minitidb.pd.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.Configurable.Applied;
import io.minitidb.config.Configurable.Checked;
import io.minitidb.config.LiveConfig;
import io.minitidb.desired.Author;
import io.minitidb.desired.ChangeException;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Edit;
import io.minitidb.desired.Follower;
import io.minitidb.desired.History;
import io.minitidb.desired.LocalTarget;
import io.minitidb.desired.Made;
import io.minitidb.desired.Scope;
import io.minitidb.desired.Target;
import io.minitidb.etcd.Etcd;
import io.minitidb.node.NodeKind;
import io.minitidb.server.Closer;
import io.minitidb.tls.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of the desired state in a real etcd, on nodes that are only their configuration.
final class CoordinatorTest {
  private static final Author AUTHOR = new Author("root@%", "set config", "here:1");
  private static final Scope TIKVS = Scope.all(NodeKind.TIKV);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  record Settings(int number, int least, String fixed) {
    Settings {
      if (least > number) {
        throw new ConfigException("least is at most number");
      }
    }
  }

  /// A node that can be away, and that can fail while it changes.
  private static final class Node implements Target {
    private final LocalTarget self;
    private final LiveConfig<Settings> live;
    private volatile boolean away;
    private volatile boolean dies;

    Node(String instance) {
      live =
          new LiveConfig<>(
              ConfigLoader.load(Settings.class, "node.toml", Optional.empty(), Map.of()));
      self = new LocalTarget(NodeKind.TIKV, instance, live);
    }

    @Override
    public NodeKind kind() {
      return self.kind();
    }

    @Override
    public String instance() {
      return self.instance();
    }

    @Override
    public CompletableFuture<List<Checked>> check(
        Map<String, String> before, Map<String, String> values, List<String> changed) {
      return away ? gone() : self.check(before, values, changed);
    }

    @Override
    public CompletableFuture<Applied> apply(long revision, Map<String, String> values) {
      return away || dies ? gone() : self.apply(revision, values);
    }

    private static <T> CompletableFuture<T> gone() {
      return CompletableFuture.failedFuture(new IllegalStateException("is away"));
    }

    int number() {
      return live.get().number();
    }
  }

  @TempDir private Path directory;
  private final Closer closer = new Closer();
  private DesiredStore store;
  private Coordinator coordinator;
  private final List<Node> nodes = List.of(new Node("a:1"), new Node("b:1"), new Node("c:1"));

  @BeforeEach
  void start() throws Exception {
    EtcdFixture etcd = closer.add(new EtcdFixture(directory));
    store = new DesiredStore(closer.add(Etcd.local(etcd.process().address(), Security.NONE)));
    coordinator = new Coordinator(store, store::read);
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  private static Edit set(Scope scope, String key, Object value) {
    return new Edit(scope, key, Optional.of(value.toString()));
  }

  private Made change(Edit... edits) {
    return coordinator.change(List.of(edits), AUTHOR, List.copyOf(nodes), false);
  }

  private List<Integer> numbers() {
    return nodes.stream().map(Node::number).toList();
  }

  private List<String> history() {
    return History.read(store).rows().stream()
        .map(row ->
            row.change().revision()
                + " "
                + row.instance()
                + " "
                + row.effect().key()
                + " "
                + row.effect().before().orElse("?")
                + " -> "
                + row.effect().after().orElse("?")
                + " "
                + row.outcome())
        .toList();
  }

  private Follower follow(Node node) {
    Follower follower = closer.add(new Follower(store, node.kind(), node.instance(), node.live));
    follower.start();
    return follower;
  }

  @Test
  void aChangeReachesAllNodesAndTheHistory() {
    Made made = change(set(TIKVS, "number", 7));
    assertThat(made.revision()).isEqualTo(1);
    assertThat(made.nodes()).hasSize(3).allMatch(node -> node.pending().isEmpty());
    assertThat(numbers()).containsExactly(7, 7, 7);
    change(set(Scope.only(NodeKind.TIKV, "b:1"), "number", 8));
    assertThat(numbers()).containsExactly(7, 8, 7);
    assertThat(history())
        .containsExactly(
            "1 a:1 number 1 -> 7 applied",
            "1 b:1 number 1 -> 7 applied",
            "1 c:1 number 1 -> 7 applied",
            "2 b:1 number 7 -> 8 applied");
    assertThat(change(set(TIKVS, "number", 7)).revision()).isEqualTo(3);
    assertThat(change(set(TIKVS, "number", 7)).changed()).isFalse();
  }

  @Test
  void oneThatRefusesRefusesForAll() {
    assertThatThrownBy(() -> change(set(TIKVS, "number", 101)))
        .isInstanceOf(ChangeException.class)
        .hasMessage(
            "nothing is changed: tikv a:1, tikv b:1, tikv c:1 refuses: number: '101' is not 0 to 100");
    change(set(Scope.only(NodeKind.TIKV, "b:1"), "number", 50));
    assertThatThrownBy(() -> change(set(TIKVS, "least", 20)))
        .hasMessageContaining("least is at most number");
    assertThat(change(set(TIKVS, "number", 60), set(TIKVS, "least", 20)).changed()).isTrue();
    assertThatThrownBy(() -> change(set(TIKVS, "fixed", "x")))
        .hasMessageContaining("can not be changed online");
    assertThatThrownBy(() -> change(new Edit(TIKVS, "nothing", Optional.empty())))
        .hasMessageContaining("there is no item 'nothing'");
    assertThat(store.read().state().revision()).isEqualTo(2);
  }

  @Test
  void oneThatIsAwayIsPendingUntilItIsBack() {
    nodes.getFirst().away = true;
    Made made = change(set(TIKVS, "number", 7));
    assertThat(made.nodes().getLast())
        .isEqualTo(new Made.Node(NodeKind.TIKV, "a:1", Optional.of("is away")));
    assertThat(numbers()).containsExactly(1, 7, 7);
    assertThat(history()).contains("1 a:1 number ? -> 7 pending");
    follow(nodes.getFirst());
    assertThat(numbers()).containsExactly(7, 7, 7);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(history()).contains("1 a:1 number ? -> 7 applied"));
  }

  @Test
  void noneThatAnswersIsAnErrorAndSoIsOneInStrictMode() {
    nodes.getFirst().away = true;
    assertThatThrownBy(() ->
            coordinator.change(List.of(set(TIKVS, "number", 7)), AUTHOR, List.copyOf(nodes), true))
        .hasMessage("nothing is changed: tikv a:1 is away");
    nodes.forEach(node -> node.away = true);
    assertThatThrownBy(() -> change(set(TIKVS, "number", 7)))
        .hasMessage("nothing is changed: tikv a:1, tikv b:1, tikv c:1 is away");
    assertThat(store.read().state().revision()).isZero();
  }

  @Test
  void oneThatDiesAfterTheCommitConverges() {
    nodes.get(1).dies = true;
    Made made = change(set(TIKVS, "number", 7));
    assertThat(made.nodes().get(1).pending()).contains("is away");
    follow(nodes.get(1));
    assertThat(numbers()).containsExactly(7, 7, 7);
  }

  @Test
  void aFailureWhileChangingTakesItBackEverywhere() {
    nodes
        .get(1)
        .live
        .onChange(
            Settings::number,
            number -> {
              if (number == 13) {
                throw new IllegalStateException("not thirteen");
              }
            });
    change(set(TIKVS, "number", 7));
    assertThatThrownBy(() -> change(set(TIKVS, "number", 13)))
        .hasMessage("nothing is changed: tikv b:1: not thirteen; revision 3 took it back");
    assertThat(numbers()).containsExactly(7, 7, 7);
    assertThat(nodes).allMatch(node -> node.live.revision() == 3);
    assertThat(history())
        .contains(
            "2 b:1 number 7 -> 13 failed: not thirteen",
            "3 a:1 number 13 -> 7 applied",
            "3 b:1 number 13 -> 7 applied");
  }

  @Test
  void aNodeThatFailedSaysSoAndSaysWhenItRunsAgain() {
    Node failing = nodes.get(1);
    failing.live.onChange(
        Settings::number,
        number -> {
          if (number == 13) {
            throw new IllegalStateException("not thirteen");
          }
        });
    failing.dies = true; // the coordinator hears nothing of it
    change(set(TIKVS, "number", 13));
    follow(failing);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(history()).contains("1 b:1 number 1 -> 13 failed: not thirteen"));
    change(new Edit(TIKVS, "number", Optional.empty()));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(history()).contains("2 b:1 number 13 -> 1 applied"));
  }

  @Test
  void aNodeWhoseValueIsSetAnewForItsKindReportsToo() {
    nodes.forEach(node -> follow(node));
    change(set(Scope.only(NodeKind.TIKV, "b:1"), "number", 7));
    nodes.forEach(node -> node.dies = true); // the coordinator hears nothing more
    change(set(TIKVS, "number", 7));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(history())
                .contains(
                    "2 a:1 number 1 -> 7 applied",
                    "2 b:1 number 7 -> 7 applied",
                    "2 c:1 number 1 -> 7 applied"));
    change(set(Scope.only(NodeKind.TIKV, "b:1"), "number", 8));
    change(set(Scope.only(NodeKind.TIKV, "b:1"), "least", 2));
    change(new Edit(TIKVS, "least", Optional.empty()));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(history())
                .contains("5 b:1 least 2 -> 0 applied")
                .noneMatch(each -> each.startsWith("5 a:1") || each.endsWith("pending")));
  }

  @Test
  void theWayBackIsAChangeToo() {
    change(set(TIKVS, "number", 7));
    change(set(TIKVS, "number", 8), set(TIKVS, "least", 3));
    change(set(Scope.only(NodeKind.TIKV, "c:1"), "number", 9));
    coordinator.rollback(1, AUTHOR, List.copyOf(nodes), false);
    assertThat(numbers()).containsExactly(7, 7, 7);
    assertThat(store.read().state().revision()).isEqualTo(4);
    coordinator.rollback(3, AUTHOR, List.copyOf(nodes), false);
    assertThat(numbers()).containsExactly(8, 8, 9);
    coordinator.rollback(0, AUTHOR, List.copyOf(nodes), false);
    assertThat(numbers()).containsExactly(1, 1, 1);
    assertThatThrownBy(() -> coordinator.rollback(7, AUTHOR, List.copyOf(nodes), false))
        .hasMessage("nothing is changed: there is no revision 7; the latest is 6");
  }

  @Test
  void aFollowerSeesEveryChangeWithoutBeingTold() {
    Follower follower = follow(nodes.get(2));
    coordinator.change(List.of(set(TIKVS, "number", 7)), AUTHOR, List.of(nodes.getFirst()), false);
    Awaitility.await().atMost(PATIENCE).until(() -> nodes.get(2).number() == 7);
    assertThat(follower.get().state().revision()).isEqualTo(1);
    // The coordinator did not know of the node, so that it reports for itself.
    assertThat(nodes.get(1).number()).isEqualTo(1);
  }

  @Test
  void changesAtTheSameTimeComeOneAfterTheOther() throws Exception {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    nodes.forEach(this::follow);
    int writers = 4;
    int each = 15;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        Random random = new Random(seed + writer);
        Follower latest = follow(new Node("w" + writer + ":1"));
        Coordinator mine = new Coordinator(store, latest);
        done.add(
            threads.submit(() -> {
              int changed = 0;
              for (int i = 0; i < each; i++) {
                int value = random.nextInt(50);
                List<Edit> pair = List.of(set(TIKVS, "number", value), set(TIKVS, "least", value));
                changed += mine.change(pair, AUTHOR, List.copyOf(nodes), false).changed() ? 1 : 0;
                for (Node node : nodes) {
                  Settings now = node.live.get();
                  assertThat(now.number() == now.least() || node.live.revision() == 0)
                      .as("seed %d: %s", seed, now)
                      .isTrue();
                }
              }
              return changed;
            }));
      }
      long changes = 0;
      for (Future<Integer> writer : done) {
        changes += writer.get();
      }
      assertThat(store.read().state().revision()).isEqualTo(changes);
    }
    long last = store.read().state().revision();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> nodes.stream().allMatch(node -> node.live.revision() == last));
    assertThat(numbers().stream().distinct()).hasSize(1);
    // What each change found is what the one before it left.
    Map<String, String> values = new HashMap<>();
    for (History.Row row : History.read(store).rows()) {
      String at = row.instance() + row.effect().key();
      String before = row.effect().before().orElseThrow();
      assertThat(values.getOrDefault(at, before)).as("seed %d: %s", seed, row).isEqualTo(before);
      values.put(at, row.effect().after().orElse("?"));
    }
    nodes.forEach(
        node -> assertThat(values.get(node.instance() + "number")).isEqualTo("" + node.number()));
  }
}
