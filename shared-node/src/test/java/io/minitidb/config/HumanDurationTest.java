package io.minitidb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HumanDurationTest {

  @ParameterizedTest(name = "{0} is {1} and prints as {2}")
  @CsvSource({
    "30m0s, PT30M, 30m0s",
    "30m, PT30M, 30m0s",
    "1h0m0s, PT1H, 1h0m0s",
    "1h30m, PT1H30M, 1h30m0s",
    "10ms, PT0.01S, 10ms",
    "1.5s, PT1.5S, 1.5s",
    "90s, PT1M30S, 1m30s",
    "1d, PT24H, 24h0m0s",
    "0, PT0S, 0s",
    "0s, PT0S, 0s",
    "3s, PT3S, 3s",
    "1500us, PT0.0015S, 1.5ms",
    "2µs, PT0.000002S, 2µs",
    "7ns, PT0.000000007S, 7ns",
    "1m0.25s, PT1M0.25S, 1m0.25s",
  })
  void readsAndPrintsGosNotation(String text, Duration duration, String printed) {
    assertThat(HumanDuration.parse(text).value()).isEqualTo(duration);
    assertThat(HumanDuration.parse(text)).hasToString(printed);
    assertThat(HumanDuration.parse(printed).value()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "5", "s", "5 s", "1h30", "x1s", "1s!", "-1s", "1.s"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> HumanDuration.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no duration");
  }

  @ParameterizedTest
  @CsvSource({"PT-1S, -1s", "PT-0.5S, -500ms", "PT-61M, -1h1m0s"})
  void printsNegativeDurations(Duration duration, String text) {
    assertThat(HumanDuration.format(duration)).isEqualTo(text);
  }
}
