package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.profile.Frame;
import io.minitidb.profile.ProfileKind;
import io.minitidb.proto.pprof.Location;
import io.minitidb.proto.pprof.Profile;
import io.minitidb.proto.pprof.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PprofCodecTest {
  private static final Frame MAIN = new Frame("a.Main.main", "a/Main.java", 3);
  private static final Frame MAIN_LATER = new Frame("a.Main.main", "a/Main.java", 9);
  private static final Frame RUN = new Frame("b.Work.run", "b/Work.java", 1);

  private static String text(Profile profile, Sample sample) {
    StringBuilder text = new StringBuilder();
    for (long id : sample.getLocationIdList()) {
      Location location = profile.getLocation((int) id - 1);
      assertThat(location.getId()).isEqualTo(id);
      long function = location.getLine(0).getFunctionId();
      text.append(profile.getStringTable((int) profile.getFunction((int) function - 1).getName()))
          .append(':')
          .append(location.getLine(0).getLine())
          .append(' ');
    }
    return text.toString().strip();
  }

  @Test
  void aProfileCanBeReadBack() throws Exception {
    Profile read =
        Profile.parseFrom(
            PprofCodec.encode(
                new io.minitidb.profile.Profile(
                    ProfileKind.CPU,
                    Instant.ofEpochSecond(5, 7),
                    Duration.ofSeconds(2),
                    Map.of(List.of(MAIN, RUN), 40L, List.of(MAIN_LATER), 2L))));
    assertThat(read.getStringTable(0)).isEmpty();
    assertThat(read.getStringTable((int) read.getSampleType(0).getType())).isEqualTo("cpu");
    assertThat(read.getStringTable((int) read.getSampleType(0).getUnit())).isEqualTo("nanoseconds");
    assertThat(read.getTimeNanos()).isEqualTo(5_000_000_007L);
    assertThat(read.getDurationNanos()).isEqualTo(2_000_000_000L);
    assertThat(read.getFunctionCount()).as("two lines of main are one function").isEqualTo(2);
    assertThat(read.getLocationCount()).isEqualTo(3);
    Map<String, Long> samples = new TreeMap<>();
    read.getSampleList().forEach(sample -> samples.put(text(read, sample), sample.getValue(0)));
    assertThat(samples).isEqualTo(Map.of("b.Work.run:1 a.Main.main:3", 40L, "a.Main.main:9", 2L));
  }
}
