package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.logfile.Digits;
import io.minitidb.proto.diagnosticspb.LogLevel;
import io.minitidb.proto.diagnosticspb.LogMessage;
import io.minitidb.proto.diagnosticspb.SearchLogRequest;
import io.minitidb.proto.diagnosticspb.SearchLogResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// A search of the log as a plan over `cluster_log`, read in UTC, and its rows as messages. The
/// target is ignored, as by TiDB and PD: slow requests of a store are in its log.
final class LogSearch {
  private static final int MOST_PATTERNS = 64;
  private static final int LONGEST_PATTERN = 4096;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Type MOMENT = Type.datetime(6);

  /// The names of the levels in the table. TiDB's FATAL is TiKV's Critical.
  private static final Map<LogLevel, List<String>> NAMES =
      Map.of(
          LogLevel.Trace, List.of("TRACE"),
          LogLevel.Debug, List.of("DEBUG"),
          LogLevel.Info, List.of("INFO"),
          LogLevel.Warn, List.of("WARN"),
          LogLevel.Error, List.of("ERROR"),
          LogLevel.Critical, List.of("CRITICAL", "FATAL"));

  private LogSearch() {}

  /// @throws IllegalArgumentException when a pattern is malformed, or there are too many
  static Dag plan(SearchLogRequest request, Coprocessor node) {
    Dag scan = node.scan("cluster_log", "TIME", "LEVEL", "MESSAGE");
    List<Type> types = scan.output();
    List<Expr> conditions = new ArrayList<>();
    Expr time =
        new Expr.Call(
            Functions.get("cast_time", Kind.STRING),
            List.of(new Expr.ColumnRef(0, types.get(0))),
            MOMENT);
    if (request.getStartTime() > 0) {
      conditions.add(call("ge", Kind.TIME, time, moment(request.getStartTime())));
    }
    if (request.getEndTime() > 0) {
      conditions.add(call("le", Kind.TIME, time, moment(request.getEndTime())));
    }
    if (request.getLevelsCount() > 0) {
      conditions.add(
          call(
              "in",
              Kind.STRING,
              Stream.concat(
                      Stream.of(new Expr.ColumnRef(1, types.get(1))),
                      levels(request.getLevelsList()).map(Expr.Constant::of))
                  .toArray(Expr[]::new)));
    }
    for (String pattern : patterns(request.getPatternsList())) {
      conditions.add(
          call(
              "regexp",
              Kind.STRING,
              new Expr.ColumnRef(2, types.get(2)),
              Expr.Constant.of(pattern)));
    }
    return conditions.isEmpty() ? scan : scan.then(new Operator.Selection(conditions));
  }

  private static Expr call(String name, Kind kind, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), Type.BOOLEAN);
  }

  private static Expr moment(long millis) {
    Instant instant = millis < LAST.toEpochMilli() ? Instant.ofEpochMilli(millis) : LAST;
    return Expr.Constant.of(CoreTime.of(instant, ZoneOffset.UTC, MOMENT), MOMENT);
  }

  /// Lines without a level pass always.
  private static Stream<String> levels(List<LogLevel> wanted) {
    return Stream.concat(
        Stream.of("UNKNOWN"),
        wanted.stream().distinct().flatMap(level -> NAMES.getOrDefault(level, List.of()).stream()));
  }

  private static List<String> patterns(List<String> patterns) {
    if (patterns.size() > MOST_PATTERNS) {
      throw new IllegalArgumentException(
          patterns.size()
              + " patterns are too many; "
              + MOST_PATTERNS
              + " may be searched at once");
    }
    for (String pattern : patterns) {
      if (pattern.length() > LONGEST_PATTERN) {
        throw new IllegalArgumentException(
            "a pattern has " + pattern.length() + " characters; it may have " + LONGEST_PATTERN);
      }
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "the pattern '" + pattern + "' is malformed: " + e.getDescription(), e);
      }
    }
    return patterns;
  }

  static SearchLogResponse message(List<Batch> batches) {
    SearchLogResponse.Builder message = SearchLogResponse.newBuilder();
    for (Batch batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        message.addMessages(
            LogMessage.newBuilder()
                .setTime(millis(batch.column(0), row))
                .setLevel(level(batch.column(1).getString(row)))
                .setMessage(batch.column(2).getString(row)));
      }
    }
    return message.build();
  }

  /// Lines before the first time have 0.
  private static long millis(Vector times, int row) {
    if (times.isNull(row)) {
      return 0;
    }
    byte[] text = times.getBytes(row);
    return (86_400 * Digits.epochDay(text, 0) + Digits.secondOfDay(text, 11)) * 1000
        + Digits.number(text, 20, 3);
  }

  private static LogLevel level(String name) {
    Optional<LogLevel> level =
        NAMES.entrySet().stream()
            .filter(each -> each.getValue().contains(name))
            .map(Map.Entry::getKey)
            .findFirst();
    return level.orElse(LogLevel.UNKNOWN);
  }
}
