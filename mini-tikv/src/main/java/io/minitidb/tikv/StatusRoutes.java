package io.minitidb.tikv;

import com.google.protobuf.ByteString;
import io.minitidb.desired.ConfigRoute;
import io.minitidb.pdclient.Region;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.MetricsRoute;
import io.minitidb.server.NodeServer;
import io.minitidb.server.ProfileRoute;
import io.minitidb.server.Routes;
import io.minitidb.tikv.region.LocalRegion;
import io.minitidb.tikv.region.LocalRegions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The HTTP side of a store: the routes of TiKV's status server.
///
/// @param readiness what must be so before the store is ready, by name
record StatusRoutes(
    ConfigRoute config,
    ProfileRoute profiles,
    LocalRegions regions,
    Supplier<Map<String, Boolean>> readiness) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Lets `server` serve them.
  NodeServer.Builder addTo(NodeServer.Builder server) {
    Routes routes =
        new Routes()
            .get("/status", (call, names) -> HttpAnswer.empty(200))
            .get("/ready", (call, names) -> ready(call))
            .get("/config", (call, names) -> config.handle(call))
            .post("/config", (call, names) -> config.handle(call))
            .on("PUT", "/config/reload", (call, names) -> reload())
            .on("PUT", "/log-level", (call, names) -> logLevel(call))
            .get("/engine_type", (call, names) -> HttpAnswer.text(200, "raft-kv"))
            .get("/region/{id}", (call, names) -> region(names.getOrDefault("id", "")));
    for (String prefix :
        List.of("status", "ready", "config", "log-level", "engine_type", "region")) {
      server.http(prefix, routes);
    }
    return server.http("metrics", new MetricsRoute()).http("debug", profiles.debugPrefix());
  }

  private HttpAnswer ready(HttpCall call) {
    Map<String, Boolean> flags = new TreeMap<>(readiness.get());
    int status = flags.containsValue(false) ? 500 : 200;
    return call.query().containsKey("verbose")
        ? HttpAnswer.json(status, JSON.writeValueAsString(flags))
        : HttpAnswer.empty(status);
  }

  /// The file is what a node starts with; over it lies what is the same in all places, etcd.
  private static HttpAnswer reload() {
    return HttpAnswer.text(
        501,
        "the file is read when the store starts; POST /config and SET CONFIG change what is"
            + " changeable online\n");
  }

  private HttpAnswer logLevel(HttpCall call) {
    try {
      JsonNode level = JSON.readTree(call.body()).path("log_level");
      ObjectNode items = JSON.createObjectNode();
      items.set("log.level", level);
      HttpAnswer answer = config.set(call, items);
      return answer.status() == 500 ? HttpAnswer.text(400, answer.bodyText()) : answer;
    } catch (JacksonException | IllegalArgumentException e) {
      return HttpAnswer.text(400, "the body is no {\"log_level\": \"info\"}\n");
    }
  }

  private HttpAnswer region(String id) {
    long number;
    try {
      number = Long.parseUnsignedLong(id);
    } catch (NumberFormatException e) {
      return id.matches("[0-9]+")
          ? HttpAnswer.text(400, "number too large to fit in target type")
          : HttpAnswer.text(404, "path /region/" + id + " not found");
    }
    Optional<Region> found =
        regions.all().stream()
            .map(LocalRegion::region)
            .filter(region -> region.id() == number && regions.isHere(region))
            .findFirst();
    return found
        .map(region -> HttpAnswer.json(200, JSON.writeValueAsString(meta(region))))
        .orElseGet(() -> HttpAnswer.text(404, "region(" + id + ") not found"));
  }

  /// Of TiKV's RegionMeta the part that there is without Raft.
  private static ObjectNode meta(Region region) {
    ObjectNode meta = JSON.createObjectNode();
    ObjectNode state = meta.putObject("region_state");
    state.put("id", region.id());
    bytes(region.startKey(), state.putArray("start_key"));
    bytes(region.endKey(), state.putArray("end_key"));
    state.putObject("epoch").put("conf_ver", region.confVersion()).put("version", region.version());
    ArrayNode peers = state.putArray("peers");
    region
        .peers()
        .forEach(peer ->
            peers
                .addObject()
                .put("id", peer.id())
                .put("store_id", peer.storeId())
                .put("role", "Voter")
                .put("is_witness", false));
    return meta;
  }

  private static void bytes(ByteString key, ArrayNode out) {
    for (byte each : key) {
      out.add(each & 0xff);
    }
  }
}
