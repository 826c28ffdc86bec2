package io.minitidb.server;

import io.minitidb.profile.CollapsedStacks;
import io.minitidb.profile.FlameGraph;
import io.minitidb.profile.Profile;
import io.minitidb.profile.ProfileKind;
import io.minitidb.profile.Profiler;
import io.minitidb.wire.PprofCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// `GET .../debug/pprof/{kind}?seconds=N&format=F`: a profile of this process. Kinds are those of
/// [ProfileKind], `profile` and `heap` and `goroutine` among their names; N is 1 to 60, 10 when
/// absent; a `frequency` is taken and without effect, since the recorder samples 100 times a
/// second. Formats: `pprof` (gzip, for `go tool pprof`), `collapsed` (text), `svg` (a flame graph).
///
/// @param name of the node, for the title of the picture
/// @param usual the format when none is asked for. A client that sends the content type of
///   protobuf, as TiDB does, gets pprof as it is, not compressed
public record ProfileRoute(String name, Format usual) {

  /// What Go's programs have under these names and a JVM has not.
  private static final Set<String> GO_ONLY = Set.of("symbol", "threadcreate", "trace", "zip");

  /// How a profile is written.
  public enum Format {
    PPROF,
    COLLAPSED,
    SVG;

    static Optional<Format> parse(String text) {
      for (Format format : values()) {
        if (format.name().equalsIgnoreCase(text)) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }
  }

  /// Returns the handler of all kinds under `/debug/pprof`.
  public HttpHandler debugPrefix() {
    return new Routes()
        .get("/debug/pprof/{kind}", (call, names) -> answer(call, names.getOrDefault("kind", "")));
  }

  /// Answers a profile of the kind that the last segment of the path names.
  public HttpAnswer answer(HttpCall call, String kindName)
      throws IOException, InterruptedException {
    if (kindName.equals("cmdline")) {
      return HttpAnswer.of(200, "text/plain; charset=utf-8", commandLine());
    }
    Optional<ProfileKind> kind = ProfileKind.parse(kindName);
    if (kind.isEmpty()) {
      return GO_ONLY.contains(kindName)
          ? HttpAnswer.text(501, "this is a Java process: it has no profile '" + kindName + "'\n")
          : Routes.notFound();
    }
    int seconds = seconds(call.parameter("seconds").orElse("" + Profiler.DEFAULT_SECONDS));
    if (seconds < 0) {
      return HttpAnswer.text(
          400,
          "seconds must be a number from "
              + Profiler.MIN_SECONDS
              + " to "
              + Profiler.MAX_SECONDS
              + "\n");
    }
    String frequency = call.parameter("frequency").orElse("1");
    if (!frequency.matches("0*[1-9][0-9]{0,5}")) {
      return HttpAnswer.text(400, "frequency must be a number of samples a second\n");
    }
    boolean message =
        call.header("Content-Type").filter("application/protobuf"::equalsIgnoreCase).isPresent();
    Optional<Format> format =
        call.parameter("format")
            .map(Format::parse)
            .orElse(Optional.of(message ? Format.PPROF : usual));
    if (format.isEmpty()) {
      return HttpAnswer.text(400, "format must be pprof, collapsed or svg\n");
    }
    Duration patience = Duration.ofSeconds(seconds).plus(Profiler.OVERHEAD).plus(Profiler.OVERHEAD);
    try {
      Profile profile = Profiler.ofThisProcess().take(kind.get(), seconds, patience);
      return write(profile, format.get(), message);
    } catch (Profiler.BusyException e) {
      return HttpAnswer.text(503, e.getMessage() + "\n");
    } catch (TimeoutException e) {
      return HttpAnswer.text(503, "the profile was not ready within " + patience + "\n");
    }
  }

  /// Returns program and arguments, with a NUL behind each.
  private static byte[] commandLine() throws IOException {
    return Files.readAllBytes(Path.of("/proc/self/cmdline"));
  }

  private static int seconds(String text) {
    try {
      int seconds = Integer.parseInt(text);
      return seconds < Profiler.MIN_SECONDS || seconds > Profiler.MAX_SECONDS ? -1 : seconds;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private HttpAnswer write(Profile profile, Format format, boolean message) throws IOException {
    return switch (format) {
      case COLLAPSED -> HttpAnswer.text(200, CollapsedStacks.of(profile));
      case SVG ->
          HttpAnswer.of(
              200, "image/svg+xml", FlameGraph.svg(profile, name).getBytes(StandardCharsets.UTF_8));
      case PPROF -> {
        byte[] pprof = PprofCodec.encode(profile);
        yield HttpAnswer.of(
                200, "application/octet-stream", message ? pprof : HttpAnswer.zipped(pprof))
            .with(
                "Content-Disposition",
                "attachment; filename=\""
                    + profile.kind().name().toLowerCase(Locale.ROOT)
                    + "_profile\"");
      }
    };
  }
}
