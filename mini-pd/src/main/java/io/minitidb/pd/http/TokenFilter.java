package io.minitidb.pd.http;

import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpPlan;
import io.minitidb.tls.BearerToken;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets everybody read, and change something only who shows the token. A follower asks for it like
/// the leader, and what it sends on keeps the header. Who is refused stands in the log.
public final class TokenFilter implements HttpDispatcher {
  private static final Logger log = LoggerFactory.getLogger(TokenFilter.class);
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /// At most one line of the log in this time.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BearerToken token;
  private final HttpDispatcher inner;
  private final AtomicLong told = new AtomicLong(System.nanoTime() - PAUSE.toNanos());
  private final AtomicLong untold = new AtomicLong();

  public TokenFilter(BearerToken token, HttpDispatcher inner) {
    this.token = token;
    this.inner = inner;
  }

  /// Returns `inner` behind the filter when there is a token.
  public static HttpDispatcher before(HttpDispatcher inner, Optional<BearerToken> token) {
    return token.<HttpDispatcher>map(each -> new TokenFilter(each, inner)).orElse(inner);
  }

  /// Refuses by the head alone: nobody's body is read before he has shown the token.
  @Override
  public HttpPlan plan(HttpCall head) {
    if (READING.contains(head.method()) || token.isShownBy(head.header("Authorization"))) {
      return inner.plan(head);
    }
    tell(head);
    return HttpPlan.of(
        Answers.json(401, "this request needs the header Authorization: Bearer <token>")
            .with("WWW-Authenticate", "Bearer"));
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
