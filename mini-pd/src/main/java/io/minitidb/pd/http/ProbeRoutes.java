package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.EtcdProbe;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Whether this member lives and whether it can serve, for whatever watches over processes. Its
/// checks run at once, each within `limits.view-timeout`, and nothing of it is ever forwarded.
///
/// `livez` and `readyz` answer `ok`, with `?verbose` a line for each check; 503 with the lines when
/// one fails. `?exclude=name` leaves checks out, `/<name>` runs one of them.
public final class ProbeRoutes {
  private static final String V2 = "/pd/api/v2";

  private final LocalMember member;
  private final EtcdProbe etcd;
  private final Supplier<Duration> limit;
  private final List<Check> live;
  private final List<Check> ready;

  /// @param failure why it fails, empty when all is well; a [MetaException] is a failure too
  private record Check(String name, Supplier<Optional<String>> failure) {}

  /// @param limit how long the local etcd may take at this moment
  public ProbeRoutes(LocalMember member, EtcdProbe etcd, Supplier<Duration> limit) {
    this.member = member;
    this.etcd = etcd;
    this.limit = limit;
    Check localRead =
        new Check("etcd-serializable-read", () -> read(s -> s.localGet("/pd/cluster_id")));
    live = List.of(localRead);
    ready =
        List.of(
            new Check("leader-promotion", this::promotion),
            new Check("etcd-data-corruption", this::corruption),
            localRead,
            new Check("etcd-linearizable-read", () -> read(s -> s.get("/pd/cluster_id"))),
            new Check("etcd-non-learner", this::learner));
  }

  /// Adds the probes under `/pd/api/v2`.
  public void addTo(Routes routes) {
    routes
        .get(V2 + "/ready", (call, names) -> regions(call))
        .get(V2 + "/livez", (call, names) -> answer(call, live, names))
        .get(V2 + "/livez/{check}", (call, names) -> answer(call, live, names))
        .get(V2 + "/readyz", (call, names) -> answer(call, ready, names))
        .get(V2 + "/readyz/{check}", (call, names) -> answer(call, ready, names));
  }

  /// Returns the probes as routes of a member-local prefix.
  public List<LocalRoutes.Extra> extras() {
    return List.of(
        new LocalRoutes.Extra("GET", "livez", call -> answer(call, live, Map.of())),
        new LocalRoutes.Extra("GET", "readyz", call -> answer(call, ready, Map.of())),
        new LocalRoutes.Extra("GET", "livez/{check}", call -> answer(call, live, last(call))),
        new LocalRoutes.Extra("GET", "readyz/{check}", call -> answer(call, ready, last(call))));
  }

  private static Map<String, String> last(HttpCall call) {
    return Map.of("check", call.segments().getLast());
  }

  /// A member holds regions while it leads, and has loaded them before it does.
  private HttpAnswer regions(HttpCall call) {
    boolean bootstrapped =
        member.term().map(Term::cluster).flatMap(ClusterState::bootstrapTime).isPresent();
    return call.parameter("verbose").isEmpty()
        ? HttpAnswer.empty(200)
        : Answers.json(
            GoJson.object()
                .put("region_loaded", bootstrapped)
                .put("is_bootstrapped", bootstrapped));
  }

  private HttpAnswer answer(HttpCall call, List<Check> all, Map<String, String> names)
      throws Exception {
    String only = names.get("check");
    List<Check> checks =
        all.stream()
            .filter(check -> only == null || check.name().equals(only))
            .filter(check -> !call.parameters("exclude").contains(check.name()))
            .toList();
    if (only != null && all.stream().noneMatch(check -> check.name().equals(only))) {
      return Routes.notFound();
    }
    StringBuilder lines = new StringBuilder();
    boolean failed = false;
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> results = new ArrayList<>();
      checks.forEach(check -> results.add(each.submit(() -> run(check))));
      for (int i = 0; i < results.size(); i++) {
        Optional<String> failure = results.get(i).get();
        failed |= failure.isPresent();
        String name = checks.get(i).name();
        lines.append(
            failure
                .map(why -> "[-]" + name + " failed: " + why + "\n")
                .orElse("[+]" + name + " ok\n"));
      }
    }
    if (failed) {
      return HttpAnswer.text(503, lines.toString()).with("X-Content-Type-Options", "nosniff");
    }
    return HttpAnswer.text(200, call.parameter("verbose").isPresent() ? lines + "ok\n" : "ok\n");
  }

  private static Optional<String> run(Check check) {
    try {
      return check.failure().get();
    } catch (MetaException e) {
      return Optional.of(String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private Optional<String> promotion() {
    if (member.leader().isPresent()) {
      return Optional.empty();
    }
    long self = member.started().map(started -> started.self().id()).orElse(0L);
    boolean chosen =
        member
            .started()
            .flatMap(started -> started.election().etcd())
            .map(EtcdStatus::leader)
            .filter(leader -> leader == self)
            .isPresent();
    return Optional.of(
        chosen ? "this member leads etcd but is not the leader yet" : "no leader is known");
  }

  private Optional<String> corruption() {
    List<String> found = etcd.state(limit.get()).corruptions();
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  private Optional<String> learner() {
    return etcd.state(limit.get()).learner()
        ? Optional.of("the local etcd is a learner, it has no vote")
        : Optional.empty();
  }

  /// A read of something in etcd.
  private interface Read {
    Object from(MetaStore store);
  }

  private Optional<String> read(Read read) {
    Optional<LocalMember.Started> started = member.started();
    started.ifPresent(s -> read.from(s.store().within(limit.get())));
    return started.isPresent() ? Optional.empty() : Optional.of("server not started");
  }
}
