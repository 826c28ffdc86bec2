package io.minitidb.wire;

import io.minitidb.profile.Frame;
import io.minitidb.profile.Profile;
import io.minitidb.proto.pprof.Function;
import io.minitidb.proto.pprof.Line;
import io.minitidb.proto.pprof.Location;
import io.minitidb.proto.pprof.Sample;
import io.minitidb.proto.pprof.ValueType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes profiles as messages of pprof.
public final class PprofCodec {
  private final io.minitidb.proto.pprof.Profile.Builder out =
      io.minitidb.proto.pprof.Profile.newBuilder();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<Frame, Long> locations = new HashMap<>();
  private final Map<Frame, Long> functions = new HashMap<>();

  private PprofCodec() {
    string("");
  }

  public static byte[] encode(Profile profile) {
    return new PprofCodec().write(profile).toByteArray();
  }

  private io.minitidb.proto.pprof.Profile write(Profile profile) {
    Instant start = profile.start();
    out.addSampleType(
            ValueType.newBuilder()
                .setType(string(profile.kind().text()))
                .setUnit(string(profile.kind().unit())))
        .setTimeNanos(start.getEpochSecond() * 1_000_000_000L + start.getNano())
        .setDurationNanos(profile.length().toNanos());
    profile.stacks().forEach(this::sample);
    return out.build();
  }

  private void sample(List<Frame> stack, long value) {
    Sample.Builder sample = Sample.newBuilder().addValue(value);
    stack.reversed().forEach(frame -> sample.addLocationId(location(frame)));
    out.addSample(sample);
  }

  private long location(Frame frame) {
    return locations.computeIfAbsent(
        frame,
        _ -> {
          long id = locations.size() + 1L;
          Line line =
              Line.newBuilder().setFunctionId(function(frame)).setLine(frame.line()).build();
          out.addLocation(Location.newBuilder().setId(id).addLine(line));
          return id;
        });
  }

  private long function(Frame frame) {
    return functions.computeIfAbsent(
        new Frame(frame.function(), frame.file(), 0),
        of -> {
          long id = functions.size() + 1L;
          long name = string(of.function());
          out.addFunction(
              Function.newBuilder()
                  .setId(id)
                  .setName(name)
                  .setSystemName(name)
                  .setFilename(string(of.file())));
          return id;
        });
  }

  private long string(String text) {
    return strings.computeIfAbsent(
        text,
        _ -> {
          out.addStringTable(text);
          return out.getStringTableCount() - 1L;
        });
  }
}
