package io.minitidb.tidb.statement;

import io.minitidb.memtable.Sessions;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.explain.PlanText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A statement while it runs. Those who work on it note here what they did; other threads only see
/// its digest and memory.
public final class StatementRun implements Sessions.Work {
  private final StatementText text;
  private final StatementRecord.Origin origin;
  private final Instant start = Instant.now();
  private final long begin;
  private final CallTimes calls = new CallTimes();
  private volatile @Nullable MemoryQuota quota;
  private long peak;
  private String type = "Other";
  private @Nullable PlanText plan;
  private boolean planFromCache;
  private long parse;
  private long rewrite;
  private long optimize;
  private long response;
  private long rows;
  private volatile long affected;
  private Optional<StatementRecord.Failure> failure = Optional.empty();

  StatementRun(StatementText text, StatementRecord.Origin origin, long begin) {
    this.text = text;
    this.origin = origin;
    this.begin = begin;
  }

  public StatementText text() {
    return text;
  }

  /// The text was cut into tokens, which took so many nanoseconds.
  public void parsed(String statementType, long nanos) {
    type = statementType;
    parse += nanos;
  }

  /// The statement, or a query in it, has its plan.
  ///
  /// @param parsing nanoseconds, like the others
  public void planned(
      PlanText made, boolean fromCache, long parsing, long rewriting, long optimizing) {
    plan = made;
    planFromCache = fromCache;
    parse += parsing;
    rewrite += rewriting;
    optimize += optimizing;
  }

  /// A query of the statement begins to run within `limit`.
  ///
  /// @return where to note what its calls take
  public CallTimes opened(MemoryQuota limit) {
    notePeak();
    quota = limit;
    return calls;
  }

  private void notePeak() {
    MemoryQuota before = quota;
    peak = before == null ? peak : Math.max(peak, before.most());
  }

  /// Rows were written for the client, which took so many nanoseconds.
  public void sent(long more, long nanos) {
    rows += more;
    response += nanos;
  }

  public void affected(long more) {
    affected = more;
  }

  public void failed(int code, String message) {
    failure = Optional.of(new StatementRecord.Failure(code, message));
  }

  /// Ends it now.
  public StatementRecord end(List<StatementRecord.Warning> warnings, int warningCount) {
    notePeak();
    return new StatementRecord(
        text,
        origin,
        type,
        start,
        new StatementRecord.Times(parse, rewrite, optimize, System.nanoTime() - begin, response),
        new StatementRecord.Outcome(rows, affected, warnings, warningCount, failure),
        calls,
        peak,
        Optional.ofNullable(plan),
        planFromCache);
  }

  @Override
  public String digest() {
    return text.digest().hex();
  }

  @Override
  public long memory() {
    MemoryQuota now = quota;
    return now == null ? 0 : now.held();
  }

  @Override
  public long rowsAffected() {
    return affected;
  }
}
