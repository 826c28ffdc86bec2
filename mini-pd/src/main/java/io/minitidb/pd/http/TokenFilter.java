package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import io.minitidb.tls.BearerToken;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets everybody read, and change something only who shows the token. A follower asks for it like
/// the leader, and what it sends on keeps the header. Who is refused stands in the log.
public final class TokenFilter implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(TokenFilter.class);
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /// At most one line of the log in this time.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BearerToken token;
  private final HttpHandler inner;
  private final AtomicLong told = new AtomicLong(System.nanoTime() - PAUSE.toNanos());
  private final AtomicLong untold = new AtomicLong();

  public TokenFilter(BearerToken token, HttpHandler inner) {
    this.token = token;
    this.inner = inner;
  }

  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    if (READING.contains(call.method()) || token.isShownBy(call.header("Authorization"))) {
      return inner.handle(call);
    }
    tell(call);
    return Answers.json(401, "this request needs the header Authorization: Bearer <token>")
        .with("WWW-Authenticate", "Bearer");
  }

  private void tell(HttpCall call) {
    long last = told.get();
    long now = System.nanoTime();
    if (now - last < PAUSE.toNanos() || !told.compareAndSet(last, now)) {
      untold.incrementAndGet();
      return;
    }
    log.warn(
        "refused {} {} of {}: {}; refused since the last such line: {}",
        call.method(),
        call.path(),
        call.remote().getAddress().getHostAddress(),
        call.header("Authorization").isPresent() ? "wrong token" : "no token",
        untold.getAndSet(0));
  }
}
