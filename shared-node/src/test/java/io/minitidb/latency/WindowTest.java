package io.minitidb.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.NetworkLatency.RoundTrip;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WindowTest {
  private static final long SECOND = 1_000_000_000L;

  private static RoundTrip trip(long min, long average, long max) {
    return new RoundTrip(Duration.ofNanos(min), Duration.ofNanos(average), Duration.ofNanos(max));
  }

  @Test
  void itHoldsMinAverageAndMaxOfTheLastMinute() {
    Window window = new Window();
    assertThat(window.summary(0)).isEmpty();
    window.add(0, 100);
    window.add(30 * SECOND, 200);
    window.add(40 * SECOND, 600);
    assertThat(window.summary(41 * SECOND)).contains(trip(100, 300, 600));
    assertThat(window.summary(61 * SECOND)).contains(trip(200, 400, 600));
    assertThat(window.summary(95 * SECOND)).contains(trip(600, 600, 600));
    assertThat(window.summary(101 * SECOND)).isEmpty();
  }

  @Test
  void whoDidNotAnswerTheLastTimeHasNoneUntilHeDoes() {
    Window window = new Window();
    window.add(0, 100);
    window.fail();
    assertThat(window.summary(SECOND)).isEmpty();
    window.add(2 * SECOND, 300);
    assertThat(window.summary(3 * SECOND)).contains(trip(100, 200, 300));
  }
}
