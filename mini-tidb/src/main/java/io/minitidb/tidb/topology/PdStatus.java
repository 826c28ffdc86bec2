package io.minitidb.tidb.topology;

import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.pdclient.Member;
import io.minitidb.tls.Security;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks each mini-pd for its version and start time by its member-local route; a member that does
/// not answer keeps what it last said. Called from the topology's thread only.
final class PdStatus {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final Security security;
  private final HttpClient http;
  private final Map<HostPort, Status> known = new HashMap<>();

  PdStatus(Security security) {
    this.security = security;
    this.http =
        security
            .secure(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  private record Status(String version, String gitHash, Instant start) {
    static final Status UNKNOWN = new Status("", "", Instant.EPOCH);
  }

  List<NodeInfo> describe(List<Member> members) {
    Map<HostPort, CompletableFuture<HttpResponse<String>>> asked = new HashMap<>();
    for (Member member : members) {
      HostPort address = HostPort.ofUrl(member.clientUrls().getFirst());
      URI uri = security.uri(address, "/pd_member/api/v1/status");
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      asked.put(address, http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    asked.forEach(this::remember);
    return members.stream().map(this::info).toList();
  }

  private void remember(HostPort address, CompletableFuture<HttpResponse<String>> answer) {
    try {
      JsonNode json = JSON.readTree(answer.join().body());
      Instant start = Instant.ofEpochSecond(json.path("start_timestamp").asLong(0));
      String version = json.path("version").asString("").replaceFirst("^v", "");
      known.put(address, new Status(version, json.path("git_hash").asString(""), start));
    } catch (CompletionException | JacksonException e) {
      known.putIfAbsent(address, Status.UNKNOWN);
    }
  }

  private NodeInfo info(Member member) {
    HostPort address = HostPort.ofUrl(member.clientUrls().getFirst());
    Status status = known.getOrDefault(address, Status.UNKNOWN);
    return new NodeInfo(
        NodeKind.PD,
        member.name(),
        address,
        address,
        status.version(),
        status.gitHash(),
        status.start());
  }
}
