package io.minitidb.pd.http;

import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.node.HostPort;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP to the other members. Every call has a deadline.
public final class PeerHttp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerHttp.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final long LARGEST_ANSWER = 64L << 20;

  /// What belongs to one connection and not to the message, and what the servers on both sides add
  /// by themselves.
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "content-length",
          "host",
          "expect");

  private final Supplier<Limits> limits;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /// @param limits as they are at the time of each call
  public PeerHttp(Supplier<Limits> limits) {
    this.limits = limits;
  }

  /// Sends the call on to `baseUrl` with `extra` headers, and returns whatever comes back.
  ///
  /// @throws IOException when no answer came
  HttpAnswer forward(HttpCall call, String baseUrl, Map<String, String> extra)
      throws IOException, InterruptedException {
    return forward(call, baseUrl, extra, limits.get().forward());
  }

  /// As [#forward(HttpCall, String, Map)], with a limit of its own.
  HttpAnswer forward(HttpCall call, String baseUrl, Map<String, String> extra, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + call.uri()))
            .timeout(limit)
            .method(call.method(), BodyPublishers.ofByteArray(call.body()));
    call.headers()
        .forEach((name, values) -> {
          if (forwarded(name)) {
            values.forEach(value -> request.header(name, value));
          }
        });
    extra.forEach(request::header);
    HttpResponse<byte[]> response =
        client.send(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (forwarded(name)) {
            headers.put(name, values);
          }
        });
    return new HttpAnswer(response.statusCode(), headers, response.body());
  }

  private static boolean forwarded(String header) {
    return !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
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
        HttpRequest.newBuilder(URI.create("http://" + address + "/pd_member/api/v1/coprocessor"))
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
