package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Membership;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The routes that change who belongs to the cluster and who would rather lead it.
public record MemberRoutes(LocalMember member) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PRIORITY = "leader-priority";

  public void addTo(Routes routes) {
    String v1 = PdRoutes.V1;
    routes
        .on(
            "DELETE",
            v1 + "/members/name/{name}",
            (call, names) -> removeName(names.getOrDefault("name", "")))
        .on(
            "DELETE",
            v1 + "/members/id/{id}",
            (call, names) -> removeId(names.getOrDefault("id", "")))
        .post(
            v1 + "/members/name/{name}",
            (call, names) -> change(names.getOrDefault("name", ""), call));
  }

  private Membership membership() {
    return new Membership(
        member
            .started()
            .orElseThrow(() ->
                new IllegalArgumentException("[PD:server:ErrServerNotStarted]server not started")));
  }

  private HttpAnswer removeName(String name) {
    Membership membership = membership();
    Optional<EtcdMember> found = membership.find(name);
    if (found.isEmpty()) {
      return notFound(name);
    }
    membership.remove(found.get().id());
    return Answers.json("removed, pd: " + name);
  }

  private HttpAnswer removeId(String text) {
    long id;
    try {
      id = Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return Answers.json(400, "strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
    }
    membership().remove(id);
    return Answers.json("removed, pd: " + text);
  }

  /// Other properties than the priority are passed over.
  private HttpAnswer change(String name, HttpCall call) {
    Membership membership = membership();
    Optional<EtcdMember> found = membership.find(name);
    if (found.isEmpty()) {
      return notFound(name);
    }
    JsonNode body;
    try {
      body = JSON.readTree(call.body());
    } catch (JacksonException e) {
      return Answers.badInput(String.valueOf(e.getOriginalMessage()));
    }
    if (!body.isObject()) {
      return Answers.badInput("the body is no object");
    }
    if (body.has(PRIORITY)) {
      JsonNode priority = body.path(PRIORITY);
      if (!priority.isNumber()) {
        return Answers.json(400, "bad format leader priority");
      }
      membership.priority(found.get().id(), (int) priority.doubleValue());
    }
    return Answers.json("success");
  }

  private static HttpAnswer notFound(String name) {
    return Answers.json(404, "not found, pd: " + name);
  }
}
