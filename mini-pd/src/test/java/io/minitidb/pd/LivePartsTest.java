package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.config.LiveConfig;
import io.minitidb.pd.http.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LivePartsTest {
  @Test
  void limitsAreThoseOfThisMoment() {
    LiveConfig<PdConfig> live = new LiveConfig<>(PdConfig.load(Optional.empty(), Map.of()));
    LiveParts parts = new LiveParts(live);
    assertThat(parts.limits())
        .isEqualTo(
            new Limits(
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMillis(800)));
    Map<String, String> items =
        Map.of(
            "limits.leader-wait", "4s",
            "limits.forward-timeout", "5s",
            "limits.ping-timeout", "6s",
            "limits.view-timeout", "7s");
    assertThat(live.apply(1, items).failure()).isEmpty();
    assertThat(parts.limits())
        .isEqualTo(
            new Limits(
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
  }
}
