package io.minitidb.cop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class CoreTimeTest {
  private static final LocalDateTime MOMENT = LocalDateTime.parse("2019-10-26T10:20:30.123456");

  @Test
  void packsAndUnpacksEveryField() {
    long bits = CoreTime.of(MOMENT, Type.datetime(6));
    assertThat(CoreTime.year(bits)).isEqualTo(2019);
    assertThat(CoreTime.month(bits)).isEqualTo(10);
    assertThat(CoreTime.day(bits)).isEqualTo(26);
    assertThat(CoreTime.hour(bits)).isEqualTo(10);
    assertThat(CoreTime.minute(bits)).isEqualTo(20);
    assertThat(CoreTime.second(bits)).isEqualTo(30);
    assertThat(CoreTime.micros(bits)).isEqualTo(123456);
    assertThat(CoreTime.toLocal(bits)).isEqualTo(MOMENT);
    LocalDateTime last = LocalDateTime.parse("9999-12-31T23:59:59.999999");
    assertThat(CoreTime.toLocal(CoreTime.of(last, Type.datetime(6)))).isEqualTo(last);
  }

  @Test
  void cutsWhatTheTypeDoesNotShow() {
    assertThat(CoreTime.format(CoreTime.of(MOMENT, Type.datetime(0)), Type.datetime(0)))
        .isEqualTo("2019-10-26 10:20:30");
    assertThat(CoreTime.format(CoreTime.of(MOMENT, Type.datetime(3)), Type.datetime(3)))
        .isEqualTo("2019-10-26 10:20:30.123");
    assertThat(CoreTime.format(CoreTime.of(MOMENT, Type.DATE), Type.DATE)).isEqualTo("2019-10-26");
    assertThat(CoreTime.toLocal(CoreTime.of(MOMENT, Type.DATE))).isEqualTo("2019-10-26T00:00:00");
  }

  @Test
  void seesAnInstantInAZone() {
    long bits =
        CoreTime.of(
            Instant.parse("2024-12-31T20:00:00Z"), ZoneId.of("Asia/Colombo"), Type.timestamp(0));
    assertThat(CoreTime.format(bits, Type.timestamp(0))).isEqualTo("2025-01-01 01:30:00");
    assertThat(bits & 0xF).isEqualTo(1);
  }

  @Test
  void ordersMomentsWhateverTheirKind() {
    LocalDateTime midnight = LocalDateTime.parse("2024-01-02T00:00");
    assertThat(
            CoreTime.compare(
                CoreTime.of(midnight, Type.DATE), CoreTime.of(midnight, Type.timestamp(6))))
        .isZero();
    assertThat(
            CoreTime.compare(
                CoreTime.of(midnight, Type.DATE),
                CoreTime.of(midnight.plusNanos(1000), Type.datetime(6))))
        .isNegative();
  }

  @Test
  void printsTheZeroDate() {
    assertThat(CoreTime.format(0b1110, Type.DATE)).isEqualTo("0000-00-00");
    assertThat(CoreTime.format(0, Type.datetime(0))).isEqualTo("0000-00-00 00:00:00");
    assertThatThrownBy(() -> CoreTime.toLocal(0)).isInstanceOf(DateTimeException.class);
  }
}
