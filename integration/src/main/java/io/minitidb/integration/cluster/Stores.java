package io.minitidb.integration.cluster;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration BURIAL = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /// Removes the store at `address` through the first of `pds` that answers, and waits until it is
  /// gone: its regions begin anew on another store, and mini-pd buries it. The store's process has
  /// ended and its data will be deleted in any case, so a refusal is only reported.
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
      progress.accept("mini-pd keeps the store at " + address + " for now: " + failure);
    }
  }

  /// Returns why `pd` did not remove the store, empty when it did or never knew it.
  private String remove(Node pd, HostPort address) throws IOException {
    Optional<Long> id = find(pd, address);
    if (id.isEmpty()) {
      return "";
    }
    String path = "/pd/api/v1/store/" + Long.toUnsignedString(id.get());
    Http.Answer answer = Http.call(security, "DELETE", pd.address(), path + "?force=true", LIMIT);
    if (!answer.ok()) {
      return "DELETE " + path + " answers " + answer.status() + " " + answer.body().strip();
    }
    long end = System.nanoTime() + BURIAL.toNanos();
    while (find(pd, address).equals(id)) {
      if (System.nanoTime() - end > 0) {
        return "no other store lives to take over its regions";
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return "";
  }

  /// Returns the id of the store that mini-pd shows at the address; tombstones are not shown.
  private Optional<Long> find(Node pd, HostPort address) throws IOException {
    for (JsonNode entry : JSON.readTree(get(pd, "/pd/api/v1/stores")).path("stores")) {
      JsonNode store = entry.path("store");
      if (store.path("address").asString("").equals(address.toString())) {
        return Optional.of(store.path("id").asLong());
      }
    }
    return Optional.empty();
  }

  private String get(Node pd, String path) throws IOException {
    Http.Answer answer = Http.call(security, "GET", pd.address(), path, LIMIT);
    if (!answer.ok()) {
      throw new IOException(path + " answered " + answer.status() + " " + answer.body().strip());
    }
    return answer.body();
  }
}
