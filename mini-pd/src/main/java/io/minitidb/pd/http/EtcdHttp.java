package io.minitidb.pd.http;

import io.minitidb.node.HostPort;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands HTTP requests through to the member's own etcd, which serves its health, its version and
/// the JSON form of its API (`/v3/...`) itself. An answer comes as a whole: what never ends, such
/// as a watch, ends here with 503 when the time is over.
///
/// @param limit how long an answer may take
public record EtcdHttp(PeerHttp peers, HostPort etcd, Supplier<Duration> limit)
    implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(EtcdHttp.class);

  @Override
  public HttpAnswer handle(HttpCall call) throws InterruptedException {
    try {
      return peers.forward(call, "http://" + etcd, Map.of(), limit.get());
    } catch (IOException e) {
      log.debug("the local etcd did not answer {}: {}", call.path(), e.toString());
      return call.path().equals("/health")
          ? HttpAnswer.json(503, "{\"health\":\"false\"}")
          : Answers.plainError(503, "the local etcd did not answer: " + e.getMessage());
    }
  }
}
