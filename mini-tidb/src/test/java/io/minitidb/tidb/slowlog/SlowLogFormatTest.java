package io.minitidb.tidb.slowlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.logfile.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlowLogFormatTest {

  private static long time(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return SlowLogFormat.INSTANCE.time(bytes, 0, bytes.length);
  }

  private static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  @Test
  void timesOfBothFormsAreRead() {
    assertThat(time("# Time: 2019-04-28T15:24:04.309074+08:00\n"))
        .isEqualTo(micros("2019-04-28T07:24:04.309074Z"));
    assertThat(time("# Time: 2019-04-28T15:24:04.3090749Z\n"))
        .isEqualTo(micros("2019-04-28T15:24:04.309074Z"));
    assertThat(time("# Time: 2019-04-28T15:24:04-00:30\n"))
        .isEqualTo(micros("2019-04-28T15:54:04Z"));
    assertThat(time("# Time: 2019-04-28-15:24:04.309074 +0800\n"))
        .isEqualTo(micros("2019-04-28T07:24:04.309074Z"));
  }

  @Test
  void otherLinesBeginNoEntry() {
    for (String line :
        new String[] {
          "# Time: 2019-04-28T15:24:04Z",
          "# Time: yesterday\n",
          "# Time: 2019-04-28T15:24\n.\n",
          "# Time:2019-04-28T15:24:04Z\n",
          "# Timer: 2019-04-28T15:24:04Z\n",
          "# Time: \n"
        }) {
      assertThat(time(line)).as(line).isEqualTo(RecordFormat.NO_TIME);
    }
  }

  @Test
  void whatTheLibraryPrintsIsReadBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Instant instant =
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
      OffsetDateTime time =
          instant
              .truncatedTo(i % 2 == 0 ? ChronoUnit.MILLIS : ChronoUnit.NANOS)
              .atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1000) - 500)));
      assertThat(time("# Time: " + (time.getSecond() == 0 ? time.plusSeconds(1) : time) + "\n"))
          .as("seed %d: %s", seed, time)
          .isEqualTo(
              ChronoUnit.MICROS.between(
                  Instant.EPOCH, (time.getSecond() == 0 ? time.plusSeconds(1) : time).toInstant()));
    }
  }
}
