package io.minitidb.desired;

import io.minitidb.etcd.EtcdException;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node's own `/config`. GET shows what it runs with. POST changes items of this node alone, as
/// `SET CONFIG 'host:port'` would: the body is a flat JSON object of dotted names. Answers 200
/// without a body, or 500 with TiKV's words; 503 when etcd does not answer.
///
/// @param shown the body of GET
/// @param coordinator waits until the node knows itself
/// @param self this node
public record ConfigRoute(
    Supplier<String> shown, Supplier<Coordinator> coordinator, Supplier<LocalTarget> self)
    implements HttpHandler {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public HttpAnswer handle(HttpCall call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> HttpAnswer.json(200, shown.get());
      case "POST" -> change(call);
      default -> HttpAnswer.text(405, "use GET or POST\n");
    };
  }

  private HttpAnswer change(HttpCall call) {
    if (!call.parameter("persist").orElse("true").equals("true")) {
      return HttpAnswer.text(400, "a change is always kept; leave persist out\n");
    }
    try {
      return set(call, JSON.readTree(call.body()));
    } catch (JacksonException | IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return HttpAnswer.text(500, "failed to decode, error: " + why);
    }
  }

  /// Changes items of this node because of a call.
  ///
  /// @param items an object of names and values
  /// @throws IllegalArgumentException when it is anything else
  public HttpAnswer set(HttpCall call, JsonNode items) {
    LocalTarget node = self.get();
    List<Edit> edits = edits(items, node);
    String statement =
        call.method()
            + " "
            + call.path()
            + " "
            + new String(call.body(), StandardCharsets.UTF_8).strip();
    String user = "anonymous@" + call.remote().getAddress().getHostAddress();
    try {
      Author author = new Author(user, statement, node.instance());
      coordinator.get().change(edits, author, List.of(node), true);
      return HttpAnswer.empty(200);
    } catch (ChangeException e) {
      return HttpAnswer.text(500, "failed to update, error: \"" + e.reason() + "\"");
    } catch (EtcdException e) {
      return HttpAnswer.text(503, "nothing is changed: " + e.getMessage());
    }
  }

  private static List<Edit> edits(JsonNode json, LocalTarget node) {
    if (!json.isObject() || json.isEmpty()) {
      throw new IllegalArgumentException("expected an object of names and values");
    }
    Scope scope = Scope.only(node.kind(), node.instance());
    List<Edit> edits = new ArrayList<>();
    for (Map.Entry<String, JsonNode> item : json.properties()) {
      JsonNode value = item.getValue();
      if (value.isArray()) {
        throw new IllegalArgumentException("array type are not supported: " + item.getKey());
      }
      if (!value.isValueNode() || value.isNull()) {
        throw new IllegalArgumentException("wrong format: " + item.getKey());
      }
      edits.add(new Edit(scope, item.getKey(), Optional.of(value.asString())));
    }
    return edits;
  }
}
