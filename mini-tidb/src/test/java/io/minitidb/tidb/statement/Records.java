package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.sql.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Statements that have ended, made up.
final class Records {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Digests DIGESTS =
      new Digests((sql, mode) -> Normalizer.normalize(sql, mode, Normalizer.Form.DIGEST));

  private Records() {}

  static StatementText text(String sql) {
    return new StatementText(sql, SqlMode.OURS, DIGESTS);
  }

  static StatementRecord.Origin origin(String user) {
    return new StatementRecord.Origin(
        user,
        "10.0.0.1",
        7,
        Optional.of("Test"),
        Optional.empty(),
        "utf8mb4",
        "utf8mb4_bin",
        false,
        false);
  }

  static StatementRecord of(String sql) {
    return of(sql, origin("root"), 1000);
  }

  /// @param nanos how long it took
  static StatementRecord of(String sql, StatementRecord.Origin origin, long nanos) {
    return new StatementRecord(
        text(sql),
        origin,
        sql.startsWith("commit") ? "Commit" : "Select",
        START,
        new StatementRecord.Times(nanos / 10, nanos / 100, nanos / 50, nanos, nanos / 5),
        new StatementRecord.Outcome(nanos / 100, 0, List.of(), 0, Optional.empty()),
        new CallTimes(),
        nanos * 2,
        Optional.empty(),
        false);
  }

  static StatementRecord failed(String sql) {
    StatementRecord record = of(sql);
    return new StatementRecord(
        record.text(),
        record.origin(),
        record.type(),
        record.start(),
        record.times(),
        new StatementRecord.Outcome(
            0,
            0,
            List.of(new StatementRecord.Warning("Error", 1054, "Unknown \"column\"\n'x'")),
            3,
            Optional.of(new StatementRecord.Failure(1054, "Unknown column"))),
        record.calls(),
        record.memory(),
        record.plan(),
        record.planFromCache());
  }
}
