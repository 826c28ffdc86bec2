package io.minitidb.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was seen of this process: how much of something happened under which stack.
///
/// @param length over which it was gathered; zero for a kind that is there at once
/// @param stacks the value of each stack, outermost frame first, in the unit of the kind
public record Profile(
    ProfileKind kind, Instant start, Duration length, Map<List<Frame>, Long> stacks) {
  public Profile {
    stacks = Collections.unmodifiableMap(stacks);
  }

  /// Returns the sum of all values.
  public long total() {
    return stacks.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Gathers stacks. Holds a bounded number of different ones; what comes later counts under one
  /// name. Not thread-safe.
  static final class Builder {
    static final int MAX_STACKS = 20_000;
    private static final List<Frame> OTHERS = List.of(Frame.named("(further stacks)"));

    private final ProfileKind kind;
    private final Instant start = Instant.now();
    private final Map<List<Frame>, Long> stacks = new HashMap<>();
    private final Map<Frame, Frame> frames = new HashMap<>();

    Builder(ProfileKind kind) {
      this.kind = kind;
    }

    /// Counts `value` under `stack`, outermost frame first.
    void add(List<Frame> stack, long value) {
      if (value <= 0) {
        return;
      }
      if (stacks.size() < MAX_STACKS || stacks.containsKey(stack)) {
        stacks.merge(stack, value, Long::sum);
      } else {
        stacks.merge(OTHERS, value, Long::sum);
      }
    }

    /// Returns the one object that stands for all frames that equal `frame`.
    Frame shared(Frame frame) {
      return frames.computeIfAbsent(frame, same -> same);
    }

    Profile build(Duration length) {
      return new Profile(kind, start, length, stacks);
    }
  }
}
