package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Selections;
import io.minitidb.profile.ProfileKind;
import io.minitidb.profile.Profiler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which profiles a scan is to take, read out of its conditions.
///
/// @param kinds in the order of [ProfileKind]
public record ProfileRequest(List<ProfileKind> kinds, int seconds) {
  /// The column whose conditions choose kinds; without any it is CPU alone.
  public static final String KIND = "PROFILE";

  /// The column whose conditions choose how long; without any it is as long as the session says.
  public static final String SECONDS = "SECONDS";

  /// MySQL's ER_WRONG_VALUE.
  private static final int WRONG_VALUE = 1525;

  public ProfileRequest {
    kinds = List.copyOf(kinds);
  }

  /// Reads a request. Every kind and every number of seconds is tried on the conditions, so they
  /// may be written in any way. Of several numbers it is the one nearest to what the session says.
  ///
  /// @param seconds the type of the column SECONDS
  /// @throws EvalException 1525 when the conditions leave none
  public static ProfileRequest of(Wanted wanted, Type seconds, ScanContext context) {
    return new ProfileRequest(
        kinds(wanted, context), seconds(wanted.on(SECONDS), seconds, context));
  }

  private static List<ProfileKind> kinds(Wanted wanted, ScanContext context) {
    if (wanted.on(KIND).isEmpty()) {
      return List.of(ProfileKind.CPU);
    }
    List<String> all = Arrays.stream(ProfileKind.values()).map(ProfileKind::text).toList();
    Set<String> allowed = wanted.allowed(KIND, Set.copyOf(all), context);
    if (allowed.isEmpty()) {
      throw new EvalException(
          WRONG_VALUE,
          "Incorrect PROFILE value: there are "
              + String.join(", ", all)
              + ", and the conditions leave none of them");
    }
    return Arrays.stream(ProfileKind.values())
        .filter(kind -> allowed.contains(kind.text()))
        .toList();
  }

  private static int seconds(List<Expr> conditions, Type type, ScanContext context) {
    if (conditions.isEmpty()) {
      return context.profileSeconds();
    }
    Set<Integer> left =
        IntStream.rangeClosed(Profiler.MIN_SECONDS, Profiler.MAX_SECONDS)
            .boxed()
            .collect(Collectors.toSet());
    for (Expr condition : conditions) {
      left.removeIf(seconds -> !holds(condition, seconds, type, context));
    }
    return left.stream()
        .min(
            Comparator.<Integer>comparingInt(
                    seconds -> Math.abs(seconds - context.profileSeconds()))
                .thenComparingInt(seconds -> seconds))
        .orElseThrow(() ->
            new EvalException(
                WRONG_VALUE,
                "Incorrect SECONDS value: a profile takes "
                    + Profiler.MIN_SECONDS
                    + " to "
                    + Profiler.MAX_SECONDS
                    + " seconds, and the conditions leave none of them"));
  }

  private static boolean holds(Expr condition, int seconds, Type type, ScanContext context) {
    VectorBuilder out = new VectorBuilder(type, 1);
    out.appendLong(seconds);
    return Selections.truth(
            condition,
            new Batch(List.of(out.build()), 1),
            new EvalContext(context.zone(), context.now()),
            new long[1])
        > 0;
  }

  /// Returns how long it takes until the profiles are there, at most.
  public Duration length() {
    return kinds.stream().anyMatch(ProfileKind::isTimed)
        ? Profiler.OVERHEAD.plusSeconds(seconds)
        : Profiler.OVERHEAD;
  }
}
