package io.minitidb.pd.etcd;

import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the etcds behind the peer URLs which cluster they are of: ours, which answers there before
/// it has found a quorum, and then all that it knows. An etcd of another cluster would not talk to
/// ours, and ours would wait for it for ever.
public final class PeerCheck {
  private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int TRIES = 100;

  private PeerCheck() {}

  /// What an etcd says on its peer URL.
  private record Seen(long clusterId, List<String> peerUrls) {}

  /// Returns what is wrong, empty when nothing is or nobody answers. Takes its time.
  ///
  /// @param own the peer URL that our etcd listens on
  /// @param security this member's
  public static Optional<String> mismatch(String own, Security security)
      throws InterruptedException {
    try (HttpClient http = security.secure(HttpClient.newBuilder()).connectTimeout(LIMIT).build()) {
      Optional<Seen> self = ask(http, own);
      for (int i = 0; i < TRIES && self.isEmpty(); i++) {
        Thread.sleep(STEP);
        self = ask(http, own);
      }
      if (self.isEmpty()) {
        return Optional.empty();
      }
      long ours = self.get().clusterId();
      for (String peer : self.get().peerUrls()) {
        Optional<Seen> other = ask(http, peer).filter(seen -> seen.clusterId() != ours);
        if (other.isPresent()) {
          return Optional.of(
              "etcd cluster id mismatch: ours is "
                  + Long.toHexString(ours)
                  + ", that of "
                  + peer
                  + " is "
                  + Long.toHexString(other.get().clusterId())
                  + "; the data, --initial-cluster or its token are those of another cluster");
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<Seen> ask(HttpClient http, String peer) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(peer + "/members")).timeout(LIMIT).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      Optional<String> id = answer.headers().firstValue("X-Etcd-Cluster-Id");
      if (answer.statusCode() != 200 || id.isEmpty()) {
        return Optional.empty();
      }
      List<String> urls = new ArrayList<>();
      for (JsonNode member : JSON.readTree(answer.body())) {
        member.path("peerURLs").forEach(url -> urls.add(url.asString()));
      }
      return Optional.of(new Seen(Long.parseUnsignedLong(id.get(), 16), urls));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      log.debug("{} does not answer: {}", peer, e.toString());
      return Optional.empty();
    }
  }
}
