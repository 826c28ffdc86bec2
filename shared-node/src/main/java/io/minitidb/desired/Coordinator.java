package io.minitidb.desired;

import io.minitidb.config.Configurable.Applied;
import io.minitidb.desired.DesiredStore.Snapshot;
import io.minitidb.etcd.EtcdException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes changes of the desired state: asks every node concerned whether it could run it, commits
/// it in one transaction of etcd, tells the nodes, and writes down what each did. Until the commit
/// nothing is changed anywhere; after it every node runs it, sooner or later, whatever becomes of
/// the coordinator. Thread-safe.
public final class Coordinator {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

  /// How often a change is tried anew because another one came first.
  private static final int TRIES = 20;

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final DesiredStore store;
  private final Supplier<Snapshot> latest;

  /// @param latest the state as last seen; one that is out of date costs another try
  public Coordinator(DesiredStore store, Supplier<Snapshot> latest) {
    this.store = store;
    this.latest = latest;
  }

  /// Says what a change would do on each target, in their order, and changes nothing.
  ///
  /// @throws EtcdException when the present state cannot be read
  public List<Preview> preview(List<Edit> edits, List<Target> targets) {
    return preview(state -> Wanted.of(state, edits), targets);
  }

  /// Says what going back to an earlier revision would do.
  ///
  /// @throws ChangeException when there is no way back to it
  public List<Preview> previewRollback(long revision, List<Target> targets) {
    return preview(state -> Wanted.of(back(state, revision)), targets);
  }

  private List<Preview> preview(Function<DesiredState, Wanted> change, List<Target> targets) {
    DesiredState state = store.read().state();
    Wanted wanted = change.apply(state);
    return Checks.ask(state, state.next(wanted.deltas()), wanted, targets).previews();
  }

  /// Makes a change.
  ///
  /// @param targets every node that it concerns, as far as they are known; others too
  /// @param strict whether a node that does not answer refuses it
  /// @throws ChangeException when nothing was changed, or when that is unknown
  /// @throws EtcdException when the present state cannot be read; nothing was changed
  public Made change(List<Edit> edits, Author author, List<Target> targets, boolean strict) {
    return make(state -> Wanted.of(state, edits), author, targets, strict);
  }

  /// Goes back to the values of an earlier revision, as a new one.
  ///
  /// @throws ChangeException also when the revision is too old or does not exist yet
  public Made rollback(long revision, Author author, List<Target> targets, boolean strict) {
    return make(state -> Wanted.of(back(state, revision)), author, targets, strict);
  }

  private List<Delta> back(DesiredState state, long revision) {
    if (revision < 0 || revision > state.revision()) {
      throw new ChangeException(
          "nothing is changed: there is no revision "
              + revision
              + "; the latest is "
              + state.revision());
    }
    List<Change> later =
        store.changes(revision).stream()
            .filter(change -> change.revision() <= state.revision())
            .toList();
    if (later.size() < state.revision() - revision) {
      throw new ChangeException(
          "nothing is changed: revision "
              + revision
              + " is forgotten; the earliest to go back to is "
              + (state.revision() - later.size()));
    }
    return state.back(later.reversed().stream().map(Change::deltas).toList());
  }

  private Made make(
      Function<DesiredState, Wanted> change, Author author, List<Target> targets, boolean strict) {
    String id = UUID.randomUUID().toString();
    Optional<EtcdException> doubt = Optional.empty();
    Snapshot base = latest.get();
    long begin = System.nanoTime();
    int attempts = 0;
    while (attempts < TRIES && System.nanoTime() - begin < LONGEST.toNanos()) {
      attempts++;
      Wanted wanted = change.apply(base.state());
      DesiredState next = base.state().next(wanted.deltas());
      Checks checks = Checks.ask(base.state(), next, wanted, targets);
      refuse(checks, strict, next.revision(), doubt);
      if (wanted.deltas().isEmpty()) {
        return new Made(base.state().revision(), false, List.of());
      }
      Change made = made(id, author, wanted, next, checks);
      try {
        if (store.commit(base, next, made)) {
          return tell(next, made, checks);
        }
      } catch (EtcdException e) {
        doubt = Optional.of(e);
      }
      // In this order: what arrives behind both spoils the next try, which then finds it.
      base = again(made.revision(), doubt);
      if (doubt.isPresent() && committed(made, doubt.get())) {
        return tell(next, made, checks);
      }
    }
    if (doubt.isPresent()) {
      throw unknown(base.state().revision() + 1, doubt.get());
    }
    throw new ChangeException(
        "nothing is changed: others changed the configuration " + attempts + " times meanwhile");
  }

  private Snapshot again(long revision, Optional<EtcdException> doubt) {
    try {
      return store.read();
    } catch (EtcdException e) {
      throw doubt.<RuntimeException>map(cause -> unknown(revision, cause)).orElse(e);
    }
  }

  private static Change made(
      String id, Author author, Wanted wanted, DesiredState next, Checks checks) {
    return new Change(
        next.revision(),
        id,
        Instant.now(),
        author,
        wanted.deltas(),
        Effects.of(checks.previews(), next, wanted.deltas()));
  }

  /// A commit that was given up may still arrive, unless another one comes first.
  private static void refuse(
      Checks checks, boolean strict, long revision, Optional<EtcdException> doubt) {
    try {
      checks.refuse(strict);
    } catch (ChangeException e) {
      throw doubt.map(cause -> unknown(revision, cause)).orElse(e);
    }
  }

  /// An answer of etcd that does not come leaves open whether it has committed; the history tells.
  private boolean committed(Change change, EtcdException failure) {
    try {
      return store.made(change.revision(), change.id());
    } catch (EtcdException again) {
      throw unknown(change.revision(), failure);
    }
  }

  private static ChangeException unknown(long revision, EtcdException cause) {
    return new ChangeException(
        "nobody knows yet whether revision "
            + revision
            + " holds: "
            + cause.getMessage()
            + "; information_schema.cluster_config_history will tell when etcd answers",
        cause);
  }

  private Made tell(DesiredState next, Change change, Checks checks) {
    Map<Target, CompletableFuture<Applied>> told = new LinkedHashMap<>();
    for (Target target : checks.answering()) {
      told.put(target, target.apply(next.revision(), next.of(target.kind(), target.instance())));
    }
    List<Made.Node> nodes = new ArrayList<>();
    List<NodeOutcome> outcomes = new ArrayList<>();
    told.forEach((target, answer) -> {
      Optional<String> pending;
      try {
        pending = answer.join().failure();
        outcomes.add(new NodeOutcome(target.kind(), target.instance(), Instant.now(), pending));
      } catch (RuntimeException e) {
        pending = Optional.of(Failures.text(e));
      }
      nodes.add(new Made.Node(target.kind(), target.instance(), pending));
    });
    nodes.addAll(checks.silent());
    writeDown(next.revision(), outcomes);
    List<String> failures =
        outcomes.stream()
            .filter(outcome -> outcome.failure().isPresent())
            .map(outcome ->
                outcome.kind().text()
                    + " "
                    + outcome.instance()
                    + ": "
                    + outcome.failure().orElseThrow())
            .toList();
    if (!failures.isEmpty()) {
      throw takeBack(change, checks, String.join("; ", failures));
    }
    return new Made(next.revision(), true, nodes);
  }

  /// Without it the nodes report for themselves a few seconds later.
  private void writeDown(long revision, List<NodeOutcome> outcomes) {
    try {
      store.heard(revision, outcomes);
    } catch (EtcdException e) {
      log.warn("the outcomes of revision {} come later: {}", revision, e.getMessage());
    }
  }

  /// A node finds only while it changes that it cannot: the others go back, where nobody has
  /// changed the same since.
  private ChangeException takeBack(Change change, Checks checks, String why) {
    Author author =
        new Author(
            change.author().user(),
            "take back revision " + change.revision(),
            change.author().coordinator());
    try {
      Made back =
          make(
              state -> Wanted.of(state.reversing(change.deltas())),
              author,
              checks.answering(),
              false);
      return new ChangeException(
          "nothing is changed: " + why + "; revision " + back.revision() + " took it back");
    } catch (ChangeException | EtcdException e) {
      return new ChangeException(why + "; taking it back failed: " + e.getMessage(), e);
    }
  }
}
