package io.minitidb.tidb.statement;

import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.explain.PlanText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One statement that has ended, well or not. What costs something (digest, plan) is worked out
/// when somebody asks. Nothing of it changes any more.
///
/// @param type `Select`, `Show`, `Set`, ...; `Other` for what could not be read
/// @param calls what asking other nodes took
/// @param memory most bytes that it held at one time
/// @param plan of the query, when it came that far
public record StatementRecord(
    StatementText text,
    Origin origin,
    String type,
    Instant start,
    Times times,
    Outcome outcome,
    CallTimes calls,
    long memory,
    Optional<PlanText> plan,
    boolean planFromCache) {

  /// Who ran it.
  ///
  /// @param previous the statement before it
  /// @param charset of the connection, like `collation`
  /// @param internal whether no client asked for it
  public record Origin(
      String user,
      String host,
      long connection,
      Optional<String> database,
      Optional<StatementText> previous,
      String charset,
      String collation,
      boolean prepared,
      boolean internal) {}

  /// How long it took, in nanoseconds.
  ///
  /// @param parse reading the text
  /// @param rewrite from the text's tree to a first plan
  /// @param optimize from there to the plan that is run, or finding it in the cache
  /// @param total from the command's arrival until the answer was handed to the network
  /// @param response of that, writing rows for the client
  public record Times(long parse, long rewrite, long optimize, long total, long response) {
    public long compile() {
      return rewrite + optimize;
    }
  }

  /// What came of it.
  ///
  /// @param rows sent to the client
  /// @param warnings the first of them
  /// @param warningCount all of them
  public record Outcome(
      long rows,
      long affected,
      List<Warning> warnings,
      int warningCount,
      Optional<Failure> failure) {
    public Outcome {
      warnings = List.copyOf(warnings);
    }
  }

  /// @param level `Note`, `Warning` or `Error`
  public record Warning(String level, int code, String message) {}

  /// The error that ended it.
  public record Failure(int code, String message) {}

  /// Returns the moment when it ended.
  public Instant end() {
    return start.plusNanos(times.total());
  }
}
