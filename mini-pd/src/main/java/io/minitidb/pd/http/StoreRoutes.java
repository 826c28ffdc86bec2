package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.model.Labels;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreView;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The routes of the stores. Only the leader has them in memory, so elsewhere the cluster is as
/// good as not bootstrapped.
///
/// @param view as it is at the time of each request
public record StoreRoutes(LocalMember member, Clock clock, Supplier<StoreView> view) {
  private static final JsonMapper JSON = new JsonMapper();

  public void addTo(Routes routes) {
    String v1 = PdRoutes.V1;
    routes
        .get(v1 + "/stores", (call, names) -> stores(call))
        .get(v1 + "/store/{id}", (call, names) -> store(names.getOrDefault("id", ""), this::shown))
        .post(
            v1 + "/store/{id}/label",
            (call, names) ->
                store(names.getOrDefault("id", ""), (cluster, id) -> label(cluster, id, call)));
  }

  private ClusterState running() {
    return member
        .term()
        .map(Term::cluster)
        .filter(cluster -> cluster.bootstrapTime().isPresent())
        .orElseThrow(PdError::notBootstrapped);
  }

  private HttpAnswer stores(HttpCall call) {
    ClusterState cluster = running();
    Set<Store.State> wanted = EnumSet.noneOf(Store.State.class);
    for (String state : call.parameters("state")) {
      int number = Integer.parseInt(state);
      Optional<Store.State> known = Store.State.of(number);
      if (known.isEmpty()) {
        return Answers.json(500, "unknown StoreState: " + number);
      }
      wanted.add(known.get());
    }
    Set<Store.State> states =
        wanted.isEmpty() ? EnumSet.of(Store.State.UP, Store.State.OFFLINE) : wanted;
    List<GoJson.Obj> shown =
        cluster.stores().stream()
            .filter(store -> states.contains(store.state()))
            .map(store -> json(cluster, store))
            .toList();
    return Answers.json(GoJson.object().put("count", shown.size()).put("stores", shown));
  }

  /// What is done with the store of an id.
  private interface Work {
    HttpAnswer with(ClusterState cluster, long id);
  }

  private HttpAnswer store(String text, Work work) {
    ClusterState cluster = running();
    long id;
    try {
      id = Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return Answers.badInput("'" + text + "' is no store id");
    }
    return work.with(cluster, id);
  }

  private HttpAnswer shown(ClusterState cluster, long id) {
    return cluster.stores().stream()
        .filter(store -> store.id() == id)
        .findFirst()
        .map(store -> Answers.json(json(cluster, store)))
        .orElseGet(() ->
            Answers.json(
                404,
                "[PD:core:ErrStoreNotFound]store " + Long.toUnsignedString(id) + " not found"));
  }

  private GoJson.Obj json(ClusterState cluster, Store store) {
    return StoreJson.store(store, cluster.stats(store.id()), clock.instant(), view.get());
  }

  private static HttpAnswer label(ClusterState cluster, long id, HttpCall call) {
    Map<String, String> labels = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> label : JSON.readTree(call.body()).properties()) {
        String key = label.getKey();
        String value = label.getValue().asString("");
        if (key.equalsIgnoreCase(Labels.ENGINE)
            || !label.getValue().isString()
            || !Labels.isKey(key)
            || !Labels.isValue(value)) {
          return Answers.badInput("invalid label " + key);
        }
        labels.put(key, value);
      }
    } catch (JacksonException e) {
      return Answers.badInput(String.valueOf(e.getOriginalMessage()));
    }
    if (cluster.stores().stream().noneMatch(store -> store.id() == id)) {
      return Answers.json(
          500,
          "[PD:cluster:ErrInvalidStoreID]invalid store id "
              + Long.toUnsignedString(id)
              + ", not found");
    }
    cluster.label(id, labels, call.parameter("force").isPresent());
    return Answers.json("The store's label is updated.");
  }
}
