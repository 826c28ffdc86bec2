package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.StoreRefusal;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreView;
import io.minitidb.pd.model.Weight;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The routes of the stores. Only the leader has them in memory, so elsewhere the cluster is as
/// good as not bootstrapped.
///
/// @param view as it is at the time of each request
public record StoreRoutes(LocalMember member, Clock clock, Supplier<StoreView> view) {

  public void addTo(Routes routes) {
    String v1 = PdRoutes.V1;
    routes
        .get(v1 + "/stores", (call, names) -> stores(call))
        .get(v1 + "/stores/check", (call, names) -> check(call))
        .on("DELETE", v1 + "/stores/remove-tombstone", (call, names) -> removeTombstones())
        .get(v1 + "/store/{id}", (call, names) -> store(names, this::shown))
        .on(
            "DELETE",
            v1 + "/store/{id}",
            (call, names) -> store(names, (cluster, id) -> remove(cluster, id, call)))
        .post(
            v1 + "/store/{id}/state",
            (call, names) -> store(names, (cluster, id) -> state(cluster, id, call)))
        .post(
            v1 + "/store/{id}/label",
            (call, names) -> store(names, (cluster, id) -> label(cluster, id, call)))
        .on(
            "DELETE",
            v1 + "/store/{id}/label",
            (call, names) -> store(names, (cluster, id) -> unlabel(cluster, id, call)))
        .post(
            v1 + "/store/{id}/weight",
            (call, names) -> store(names, (cluster, id) -> weigh(cluster, id, call)));
  }

  private ClusterState running() {
    return new RunningCluster(member).get();
  }

  private HttpAnswer stores(HttpCall call) {
    ClusterState cluster = running();
    Set<Store.State> wanted = EnumSet.noneOf(Store.State.class);
    for (String state : call.parameters("state")) {
      int number = GoText.integer(state);
      Optional<Store.State> known = Store.State.of(number);
      if (known.isEmpty()) {
        return Answers.json(500, "unknown StoreState: " + number);
      }
      wanted.add(known.get());
    }
    Set<Store.State> states =
        wanted.isEmpty() ? EnumSet.of(Store.State.UP, Store.State.OFFLINE) : wanted;
    return list(cluster, store -> states.contains(store.state()));
  }

  private HttpAnswer check(HttpCall call) {
    ClusterState cluster = running();
    List<String> known =
        Stream.concat(
                Arrays.stream(Store.State.values()).map(Store.State::text),
                Stream.of("Disconnected", "Down"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    Set<String> wanted = new HashSet<>();
    for (String sent : call.parameters("state")) {
      String name = sent.toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && !known.contains(name)) {
        return Answers.json(400, "unknown StoreState: " + sent);
      }
      if (!name.isEmpty()) {
        wanted.add(name);
      }
    }
    StoreView judge = view.get();
    return list(
        cluster,
        store ->
            wanted.isEmpty()
                || wanted.contains(
                    judge.stateName(store, clock.instant()).toLowerCase(Locale.ROOT)));
  }

  private HttpAnswer list(ClusterState cluster, Predicate<Store> wanted) {
    List<GoJson.Obj> shown =
        cluster.stores().stream().filter(wanted).map(store -> json(cluster, store)).toList();
    return Answers.json(GoJson.object().put("count", shown.size()).put("stores", shown));
  }

  private HttpAnswer removeTombstones() {
    running().removeTombstones();
    return Answers.json("Remove tombstone successfully.");
  }

  /// What is done with the store of an id.
  private interface Work {
    HttpAnswer with(ClusterState cluster, long id);
  }

  private HttpAnswer store(Map<String, String> names, Work work) {
    ClusterState cluster = running();
    long id;
    try {
      id = GoText.unsigned(names.getOrDefault("id", ""));
    } catch (IllegalArgumentException e) {
      return Answers.badInput(String.valueOf(e.getMessage()));
    }
    return work.with(cluster, id);
  }

  private HttpAnswer shown(ClusterState cluster, long id) {
    return cluster
        .storeBook()
        .find(id)
        .map(store -> Answers.json(json(cluster, store)))
        .orElseGet(() -> Answers.json(404, StoreRefusal.unknown(id).getMessage()));
  }

  private GoJson.Obj json(ClusterState cluster, Store store) {
    return StoreJson.store(cluster, store, clock.instant(), view.get());
  }

  private static HttpAnswer remove(ClusterState cluster, long id, HttpCall call) {
    return changed(
        () -> cluster.storeBook().remove(id, call.parameter("force").isPresent()),
        "The store is set as Offline.");
  }

  private static HttpAnswer state(ClusterState cluster, long id, HttpCall call) {
    String wanted = call.parameter("state").orElse("");
    String done = "The store's state is updated.";
    if (wanted.equalsIgnoreCase(Store.State.UP.text())) {
      return changed(() -> cluster.storeBook().restore(id), done);
    }
    return wanted.equalsIgnoreCase(Store.State.OFFLINE.text())
        ? changed(() -> cluster.storeBook().remove(id, false), done)
        : Answers.json(400, "invalid state " + wanted);
  }

  private static HttpAnswer changed(Runnable change, String done) {
    try {
      change.run();
      return Answers.json(done);
    } catch (StoreRefusal e) {
      int status =
          switch (e.reason()) {
            case UNKNOWN -> 404;
            case REMOVED -> 410;
            case DESTROYED, TOO_FEW -> 400;
          };
      return Answers.json(status, e.getMessage());
    }
  }

  private static HttpAnswer label(ClusterState cluster, long id, HttpCall call) {
    Map<String, String> labels;
    try {
      labels = LabelBody.labels(call.body());
    } catch (IllegalArgumentException e) {
      return Answers.badInput(String.valueOf(e.getMessage()));
    }
    cluster.storeBook().label(id, labels, call.parameter("force").isPresent());
    return Answers.json("The store's label is updated.");
  }

  private static HttpAnswer unlabel(ClusterState cluster, long id, HttpCall call) {
    String key;
    try {
      key = LabelBody.key(call.body());
    } catch (IllegalArgumentException e) {
      return Answers.badInput(String.valueOf(e.getMessage()));
    }
    cluster.storeBook().unlabel(id, key);
    return Answers.json(
        "The label " + key + " is deleted for store " + Long.toUnsignedString(id) + ".");
  }

  private static HttpAnswer weigh(ClusterState cluster, long id, HttpCall call) {
    JsonNode sent;
    try {
      sent = LabelBody.read(call.body());
    } catch (IllegalArgumentException e) {
      return Answers.badInput(String.valueOf(e.getMessage()));
    }
    for (String name : List.of("leader", "region")) {
      JsonNode weight = sent.path(name);
      if (weight.isMissingNode()) {
        return Answers.json(400, name + " weight unset");
      }
      if (!weight.isNumber() || weight.asDouble() < 0) {
        return Answers.json(400, "bad format " + name + " weight");
      }
    }
    if (cluster.storeBook().find(id).isEmpty()) {
      return Answers.json(500, StoreRefusal.unknown(id).getMessage());
    }
    cluster
        .weights()
        .set(id, new Weight(sent.path("leader").asDouble(), sent.path("region").asDouble()));
    return Answers.json("The store's weight is updated.");
  }
}
