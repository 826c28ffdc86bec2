package io.minitidb.pd.etcd;

import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks, once, the etcds behind the other members' peer URLs which cluster they are of. An etcd of
/// another cluster would not talk to ours, and ours would wait for it for ever.
public final class PeerCheck {
  private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private boolean done;

  /// @param clusterId of our etcd
  /// @return what is wrong, empty when nothing is or nobody answers
  public Optional<String> check(long clusterId, Supplier<List<EtcdMember>> members) {
    if (done) {
      return Optional.empty();
    }
    List<String> peers = members.get().stream().flatMap(m -> m.peerUrls().stream()).toList();
    done = true;
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      List<CompletableFuture<Optional<String>>> asked =
          peers.stream().map(peer -> ask(http, peer, clusterId)).toList();
      return asked.stream().flatMap(answer -> answer.join().stream()).findFirst();
    }
  }

  private static CompletableFuture<Optional<String>> ask(
      HttpClient http, String peer, long clusterId) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(peer + "/members")).timeout(LIMIT).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((answer, failure) -> {
          if (failure != null) {
            log.debug("{} does not answer: {}", peer, failure.toString());
            return Optional.empty();
          }
          return answer
              .headers()
              .firstValue("X-Etcd-Cluster-Id")
              .filter(other -> Long.parseUnsignedLong(other, 16) != clusterId)
              .map(other ->
                  "etcd cluster id mismatch: ours is "
                      + Long.toHexString(clusterId)
                      + ", that of "
                      + peer
                      + " is "
                      + other
                      + "; this member's data or --initial-cluster belong to another cluster");
        });
  }
}
