package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/// Waits until launched nodes are ready, all at once, and notices the first one that dies.
final class Startup {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int LINES = 15;

  private final DataDir dir;
  private final Readiness readiness;
  private final Consumer<String> progress;
  private final long launched = System.nanoTime();

  Startup(DataDir dir, Readiness readiness, Consumer<String> progress) {
    this.dir = dir;
    this.readiness = readiness;
    this.progress = progress;
  }

  /// Waits until each of `members` is ready and, when there is one, until a query through each
  /// mini-tidb of them sees `all` nodes.
  ///
  /// @throws ClusterException when a node ends or is not ready within a minute; with the last lines
  ///   of its log
  void await(List<ClusterState.Member> members, int all) {
    await(members, "ready", readiness::ready);
    List<ClusterState.Member> tidbs =
        members.stream().filter(m -> m.node().kind() == NodeKind.TIDB).toList();
    await(tidbs, "answering for all " + all + " nodes", node -> readiness.sees(node, all));
  }

  /// @param problem what a node lacks to be `what`
  private void await(
      List<ClusterState.Member> members, String what, Function<Node, Optional<String>> problem) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
      members.forEach(member -> done.submit(() -> await(member, what, problem), null));
      try {
        for (int i = 0; i < members.size(); i++) {
          done.take().get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("interrupted", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof ClusterException failure
            ? failure
            : new IllegalStateException(e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private void await(
      ClusterState.Member member, String what, Function<Node, Optional<String>> problem) {
    Node node = member.node();
    AtomicReference<Optional<String>> missing = new AtomicReference<>(Optional.of("not asked"));
    Poll.until(
        LIMIT.minusNanos(System.nanoTime() - launched),
        STEP,
        () -> {
          missing.set(member.alive() ? problem.apply(node) : Optional.of("its process has ended"));
          return missing.get().isEmpty() || !member.alive();
        });
    if (!member.alive()) {
      throw failed(node, "ended while it was starting");
    }
    missing
        .get()
        .ifPresent(reason -> {
          throw failed(node, "is not " + what + " after " + LIMIT.toSeconds() + " s: " + reason);
        });
    double seconds = (System.nanoTime() - launched) / 1e9;
    progress.accept(String.format(Locale.ROOT, "%5.1f s  %s is %s", seconds, node.name(), what));
  }

  private ClusterException failed(Node node, String what) {
    return new ClusterException(node.name() + " " + what + "\n" + dir.lastLines(node, LINES));
  }
}
