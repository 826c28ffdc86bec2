package io.minitidb.pd.http;

import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.node.HostPort;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP to the other members. Every call has a deadline.
public final class PeerHttp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerHttp.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final Supplier<Limits> limits;

  private final Security security;
  private final HttpClient client;

  /// @param limits as they are at the time of each call
  public PeerHttp(Supplier<Limits> limits) {
    this(limits, Security.NONE);
  }

  /// @param security how this member shows itself to the others
  public PeerHttp(Supplier<Limits> limits, Security security) {
    this.limits = limits;
    this.security = security;
    this.client =
        security
            .secure(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /// Returns the body of what the leader has under `path`.
  ///
  /// @param from name of this member, so that nobody sends the request on
  /// @throws IOException when none of `clientUrls` answers 200; says what came last
  String get(List<String> clientUrls, String path, String from)
      throws IOException, InterruptedException {
    IOException failure = new IOException("the leader has no client URL");
    for (String url : clientUrls) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(limits.get().forward())
              .header(Redirector.REDIRECTED_BY, from)
              .build();
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return answer.body();
        }
        failure = new IOException(url + path + " answered " + answer.statusCode());
      } catch (IOException e) {
        failure = new IOException(url + path + " does not answer: " + e, e);
      }
    }
    throw failure;
  }

  /// Sends a coprocessor request to the member at `address`, whatever it is to the leader. The
  /// future fails with a message for people.
  public CompletableFuture<Response> tell(HostPort address, Request request, Duration deadline) {
    HttpRequest post =
        security
            .authorize(
                HttpRequest.newBuilder(security.uri(address, "/pd_member/api/v1/coprocessor")))
            .timeout(deadline)
            .header("Content-Type", CoprocessorRoute.CONTENT_TYPE)
            .POST(BodyPublishers.ofByteArray(request.toByteArray()))
            .build();
    return client
        .sendAsync(post, BodyHandlers.ofByteArray())
        .handle((answer, failure) -> {
          if (failure != null) {
            throw new IllegalStateException("cannot be reached: " + failure.getMessage(), failure);
          }
          if (answer.statusCode() != 200) {
            throw new IllegalStateException("answered " + answer.statusCode());
          }
          try {
            return Response.parseFrom(answer.body());
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("answered nonsense: " + e.getMessage(), e);
          }
        });
  }

  /// Says whether the member behind one of `clientUrls` answers for itself.
  boolean ping(List<String> clientUrls) throws InterruptedException {
    for (String url : clientUrls) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/pd/api/v1/ping"))
              .timeout(limits.get().ping())
              .header(Redirector.ALLOW_FOLLOWER, "true")
              .build();
      try {
        if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException unreachable) {
        log.debug("{} does not answer: {}", url, unreachable.toString());
      }
    }
    return false;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
