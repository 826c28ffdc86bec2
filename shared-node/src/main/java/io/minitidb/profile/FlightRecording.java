package io.minitidb.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// A profile by JDK Flight Recorder, which no other class here touches. It sees waits of platform
/// threads only; those of virtual threads are sampled meanwhile, see [VirtualWaits].
final class FlightRecording {
  /// What a recording may write; when it is more, the oldest part is lost.
  private static final long MAX_BYTES = 64L << 20;

  static {
    // Deeper than a request's stack; must be said before the recorder starts. Without it stacks of
    // more than 64 frames lose their outer ends, nothing else.
    DiagnosticCommands.tryRun("jfrConfigure", "stackdepth=256");
  }

  private final ProfileKind kind;
  private final Profile.Builder profile;

  private FlightRecording(ProfileKind kind) {
    this.kind = kind;
    this.profile = new Profile.Builder(kind);
  }

  static Profile take(ProfileKind kind, Duration length) throws IOException, InterruptedException {
    return new FlightRecording(kind).record(length);
  }

  private Profile record(Duration length) throws IOException, InterruptedException {
    Path file = Files.createTempFile("mini-profile", ".jfr");
    try (Recording recording = new Recording()) {
      RecordedKind.of(kind, FlightRecorder.getFlightRecorder().getEventTypes())
          .forEach(event -> event.enable(recording));
      recording.setMaxSize(MAX_BYTES);
      recording.start();
      if (kind == ProfileKind.MUTEX || kind == ProfileKind.BLOCK) {
        new VirtualWaits(kind, profile).watch(length);
      } else {
        Thread.sleep(length);
      }
      recording.stop();
      recording.dump(file);
      read(file);
      return profile.build(length);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void read(Path file) throws IOException {
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        // Another recording that runs at the same time has its events in the same file.
        long value = RecordedKind.value(kind, event);
        if (value > 0) {
          profile.add(stack(event), value);
        }
      }
    }
  }

  private List<Frame> stack(RecordedEvent event) {
    RecordedStackTrace trace = event.getStackTrace();
    List<Frame> frames = new ArrayList<>();
    if (kind == ProfileKind.ALLOCS) {
      frames.add(profile.shared(Frame.named(RecordedKind.allocated(event))));
    }
    if (trace == null) {
      frames.add(Frame.named("(no stack)"));
      return frames;
    }
    for (RecordedFrame frame : trace.getFrames()) {
      RecordedMethod method = frame.getMethod();
      frames.add(
          profile.shared(
              Frame.of(method.getType().getName(), method.getName(), frame.getLineNumber())));
    }
    if (trace.isTruncated()) {
      frames.add(Frame.named("(deeper than recorded)"));
    }
    Collections.reverse(frames);
    return frames;
  }
}
