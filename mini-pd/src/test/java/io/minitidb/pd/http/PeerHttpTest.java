package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.HostPort;
import io.minitidb.pd.Effect;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A member that takes requests and does not answer for as long as the test wants.
@Timeout(20)
final class PeerHttpTest {
  private static final Duration NEVER = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(50);

  private final Closer closer = new Closer();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile Limits limits = new Limits(NEVER, NEVER, NEVER, NEVER);
  private PeerHttp peers;
  private List<String> urls;

  @BeforeEach
  void start() throws IOException {
    NodeServer slow =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .http(
                    "pd",
                    call -> {
                      release.await();
                      return HttpAnswer.text(200, "late");
                    })
                .start());
    urls = List.of("http://127.0.0.1:" + slow.port());
    peers = closer.add(new PeerHttp(() -> limits));
  }

  @AfterEach
  void stop() {
    release.countDown();
    closer.close();
  }

  @Test
  void whatTheLeaderIsAskedForWaitsAsLongAsTheConfigurationSays() throws Exception {
    limits = new Limits(NEVER, SOON, NEVER, NEVER);
    assertThatThrownBy(() -> peers.get(urls, "/pd/x", "pd-0")).hasMessageContaining("timed out");
    limits = new Limits(NEVER, NEVER, SOON, NEVER);
    release.countDown();
    assertThat(peers.get(urls, "/pd/x", "pd-0")).isEqualTo("late");
  }

  @Test
  @Effect("limits.ping-timeout")
  void aPingWaitsAsLongAsTheConfigurationSays() throws Exception {
    limits = new Limits(NEVER, NEVER, SOON, NEVER);
    assertThat(peers.ping(urls)).isFalse();
    limits = new Limits(NEVER, SOON, NEVER, NEVER);
    release.countDown();
    assertThat(peers.ping(urls)).isTrue();
  }
}
