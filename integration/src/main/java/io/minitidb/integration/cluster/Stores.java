package io.minitidb.integration.cluster;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells mini-pd that a store will not come back.
///
/// @param security how the launcher shows itself to mini-pd
record Stores(Security security) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// Removes the store at `address` through the first of `pds` that answers. The store's process
  /// has ended and its data will be deleted in any case, so a refusal is only reported.
  void remove(List<Node> pds, HostPort address, Consumer<String> progress) {
    String failure = "no mini-pd answers";
    for (Node pd : pds) {
      try {
        failure = remove(pd, address);
        break;
      } catch (IOException | JacksonException e) {
        failure = pd.name() + ": " + e.getMessage();
      }
    }
    if (!failure.isEmpty()) {
      progress.accept("mini-pd keeps the store at " + address + " as down: " + failure);
    }
  }

  /// Returns why `pd` did not remove the store, empty when it did or never knew it.
  private String remove(Node pd, HostPort address) throws IOException {
    for (JsonNode entry : JSON.readTree(get(pd, "/pd/api/v1/stores")).path("stores")) {
      JsonNode store = entry.path("store");
      if (store.path("address").asString("").equals(address.toString())) {
        String path = "/pd/api/v1/store/" + store.path("id").asLong();
        Http.Answer answer =
            Http.call(security, "DELETE", pd.address(), path + "?force=true", LIMIT);
        return answer.ok()
            ? ""
            : "DELETE " + path + " answers " + answer.status() + " " + answer.body().strip();
      }
    }
    return "";
  }

  private String get(Node pd, String path) throws IOException {
    Http.Answer answer = Http.call(security, "GET", pd.address(), path, LIMIT);
    if (!answer.ok()) {
      throw new IOException(path + " answered " + answer.status() + " " + answer.body().strip());
    }
    return answer.body();
  }
}
