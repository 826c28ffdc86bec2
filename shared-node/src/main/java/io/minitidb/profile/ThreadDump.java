package io.minitidb.profile;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All threads of this process, virtual ones included, by the JVM's own dump. It is written to a
/// file and read one thread at a time, so many threads need no memory.
public final class ThreadDump {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ThreadDump() {}

  /// One thread at the moment of the dump.
  ///
  /// @param state as [Thread.State] names it
  /// @param blocker the class of the object that it is parked on; empty when it is not
  /// @param frames innermost first
  public record Snapshot(
      long id, String name, boolean virtual, String state, String blocker, List<Frame> frames) {}

  /// Takes a dump and hands over its threads.
  public static void each(Consumer<Snapshot> visitor) throws IOException {
    Path directory = Files.createTempDirectory("mini-threads");
    Path file = directory.resolve("threads.json"); // must not exist yet
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      read(file, visitor);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  /// Returns how many threads have which stack.
  static Profile profile() throws IOException {
    Profile.Builder profile = new Profile.Builder(ProfileKind.GOROUTINES);
    each(thread -> profile.add(stack(thread, profile), 1));
    return profile.build(Duration.ZERO);
  }

  /// Returns the frames of a thread, outermost first.
  static List<Frame> stack(Snapshot thread, Profile.Builder profile) {
    return thread.frames().isEmpty()
        ? List.of(Frame.named("(no Java frames)"))
        : thread.frames().reversed().stream().map(profile::shared).toList();
  }

  private static void read(Path file, Consumer<Snapshot> visitor) throws IOException {
    try (JsonParser parser = JSON.createParser(file)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("threads")) {
          parser.nextToken();
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            visitor.accept(snapshot(parser.readValueAsTree()));
          }
        }
      }
    } catch (JacksonException e) {
      throw new IOException("the JVM's dump of threads cannot be read: " + e.getMessage(), e);
    }
  }

  private static Snapshot snapshot(JsonNode thread) {
    List<Frame> frames = new ArrayList<>();
    thread.path("stack").forEach(element -> frames.add(frame(element.asString())));
    String blocker = thread.path("parkBlocker").path("object").asString("");
    int hash = blocker.indexOf('@');
    return new Snapshot(
        Long.parseLong(thread.path("tid").asString("0")),
        thread.path("name").asString(""),
        thread.path("virtual").asBoolean(false),
        thread.path("state").asString(""),
        hash < 0 ? blocker : blocker.substring(0, hash),
        frames);
  }

  /// Reads what [StackTraceElement#toString()] writes:
  /// `java.base/java.lang.VirtualThread.run(VirtualThread.java:460)`.
  static Frame frame(String element) {
    int open = element.lastIndexOf('(');
    String path = ClassNames.withoutAddress(open < 0 ? element : element.substring(0, open));
    // In front of the class stand its loader and its module.
    String method = path.substring(path.lastIndexOf('/') + 1);
    int dot = method.lastIndexOf('.');
    return dot < 0
        ? Frame.named(method)
        : Frame.of(method.substring(0, dot), method.substring(dot + 1), line(element));
  }

  private static int line(String element) {
    int colon = element.lastIndexOf(':');
    String digits =
        colon < 0 || !element.endsWith(")")
            ? ""
            : element.substring(colon + 1, element.length() - 1);
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
