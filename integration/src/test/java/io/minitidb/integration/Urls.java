package io.minitidb.integration;

import io.minitidb.integration.cluster.Http;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What nodes answer over HTTP.
final class Urls {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Urls() {}

  /// Returns the answer to a GET, or a missing node when it is no success.
  static JsonNode json(Node node, String path) {
    try {
      Http.Answer answer = Http.call("GET", node.statusAddress(), path, Duration.ofSeconds(10));
      return answer.ok() ? JSON.readTree(answer.body()) : JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
