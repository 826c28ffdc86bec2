package io.minitidb.tidb.topology;

import io.minitidb.node.Executable;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a mini-tidb writes of itself at `/tidb/server/info/<uuid>`, in TiDB's own JSON.
record ServerEntry(String uuid, NodeInfo info, long serverId) {
  static final String PREFIX = "/tidb/server/info/";
  private static final Logger log = LoggerFactory.getLogger(ServerEntry.class);
  private static final JsonMapper JSON = new JsonMapper();

  String key() {
    return PREFIX + uuid;
  }

  String minStartTsKey() {
    return "/tidb/server/minstartts/" + uuid;
  }

  String toJson() {
    return common()
        .put("listening_port", info.address().port())
        .put("ddl_id", uuid)
        .put("lease", "45s")
        .put("server_id", serverId)
        .toString();
  }

  /// Returns the shorter form that stands at `/topology/tidb/<address>/info`.
  String toTopologyJson() {
    return common().put("deploy_path", Executable.directoryOf(ServerEntry.class)).toString();
  }

  private ObjectNode common() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", Version.MYSQL);
    json.put("git_hash", info.gitHash());
    json.put("ip", info.address().host());
    json.put("status_port", info.statusAddress().port());
    json.put("start_timestamp", info.startTime().getEpochSecond());
    json.putObject("labels");
    return json;
  }

  private static HostPort reachable(String ip, int port) {
    if (port == 0) {
      throw new IllegalArgumentException("port 0");
    }
    return new HostPort(ip, port);
  }

  /// Parses what another mini-tidb wrote. A malformed entry costs itself and a line in the log,
  /// never the topology.
  static Optional<ServerEntry> parse(Map.Entry<String, String> entry) {
    try {
      JsonNode json = JSON.readTree(entry.getValue());
      String ip = json.required("ip").stringValue();
      long id = json.path("server_id").asLong(0);
      String version =
          json.path("version").asString("").replaceFirst("^.*TiDB-", "").replaceFirst("^v", "");
      NodeInfo info =
          new NodeInfo(
              NodeKind.TIDB,
              "tidb" + id,
              reachable(ip, json.required("listening_port").intValue()),
              reachable(ip, json.required("status_port").intValue()),
              version,
              json.path("git_hash").asString(""),
              Instant.ofEpochSecond(json.path("start_timestamp").asLong(0)));
      return Optional.of(new ServerEntry(json.required("ddl_id").stringValue(), info, id));
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("ignoring the malformed entry {}: {}", entry.getKey(), e.getMessage());
      return Optional.empty();
    }
  }
}
