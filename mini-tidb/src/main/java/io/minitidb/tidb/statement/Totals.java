package io.minitidb.tidb.statement;

import io.minitidb.tidb.exec.CallTimes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// Sums and extremes over executions; times in nanoseconds. Guarded by the lock of the summary;
/// readers get a [#copy()].
public final class Totals {
  private final Set<String> users = new HashSet<>();
  long executions;
  long errors;
  long warnings;
  long sumLatency;
  long maxLatency;
  long minLatency = Long.MAX_VALUE;
  long sumParse;
  long maxParse;
  long sumCompile;
  long maxCompile;
  long calls;
  long sumWork;
  long maxWork;
  long maxCallWork;
  String maxCallWorkInstance = "";
  long sumWait;
  long maxWait;
  long maxCallWait;
  String maxCallWaitInstance = "";
  long sumMemory;
  long maxMemory;
  long sumResponse;
  long sumRows;
  long maxRows;
  long minRows = Long.MAX_VALUE;
  long sumAffected;
  long planCacheHits;
  boolean lastPlanFromCache;
  Instant first = Instant.MAX;
  Instant last = Instant.MIN;

  void add(StatementRecord record) {
    StatementRecord.Times times = record.times();
    StatementRecord.Outcome outcome = record.outcome();
    users.add(record.origin().user());
    executions++;
    errors += outcome.failure().isPresent() ? 1 : 0;
    warnings += outcome.warningCount();
    sumLatency += times.total();
    maxLatency = Math.max(maxLatency, times.total());
    minLatency = Math.min(minLatency, times.total());
    sumParse += times.parse();
    maxParse = Math.max(maxParse, times.parse());
    sumCompile += times.compile();
    maxCompile = Math.max(maxCompile, times.compile());
    add(record.calls());
    sumMemory += record.memory();
    maxMemory = Math.max(maxMemory, record.memory());
    sumResponse += times.response();
    sumRows += outcome.rows();
    maxRows = Math.max(maxRows, outcome.rows());
    minRows = Math.min(minRows, outcome.rows());
    sumAffected += outcome.affected();
    planCacheHits += record.planFromCache() ? 1 : 0;
    lastPlanFromCache = record.planFromCache();
    first = earlier(first, record.start());
    last = later(last, record.start());
  }

  private void add(CallTimes times) {
    calls += times.count();
    sumWork += times.worked().sum();
    maxWork = Math.max(maxWork, times.worked().sum());
    if (times.worked().max() > maxCallWork) {
      maxCallWork = times.worked().max();
      maxCallWorkInstance = times.worked().maxInstance();
    }
    sumWait += times.waited().sum();
    maxWait = Math.max(maxWait, times.waited().sum());
    if (times.waited().max() > maxCallWait) {
      maxCallWait = times.waited().max();
      maxCallWaitInstance = times.waited().maxInstance();
    }
  }

  void add(Totals other) {
    users.addAll(other.users);
    executions += other.executions;
    errors += other.errors;
    warnings += other.warnings;
    sumLatency += other.sumLatency;
    maxLatency = Math.max(maxLatency, other.maxLatency);
    minLatency = Math.min(minLatency, other.minLatency);
    sumParse += other.sumParse;
    maxParse = Math.max(maxParse, other.maxParse);
    sumCompile += other.sumCompile;
    maxCompile = Math.max(maxCompile, other.maxCompile);
    calls += other.calls;
    sumWork += other.sumWork;
    maxWork = Math.max(maxWork, other.maxWork);
    if (other.maxCallWork > maxCallWork) {
      maxCallWork = other.maxCallWork;
      maxCallWorkInstance = other.maxCallWorkInstance;
    }
    sumWait += other.sumWait;
    maxWait = Math.max(maxWait, other.maxWait);
    if (other.maxCallWait > maxCallWait) {
      maxCallWait = other.maxCallWait;
      maxCallWaitInstance = other.maxCallWaitInstance;
    }
    sumMemory += other.sumMemory;
    maxMemory = Math.max(maxMemory, other.maxMemory);
    sumResponse += other.sumResponse;
    sumRows += other.sumRows;
    maxRows = Math.max(maxRows, other.maxRows);
    minRows = Math.min(minRows, other.minRows);
    sumAffected += other.sumAffected;
    planCacheHits += other.planCacheHits;
    lastPlanFromCache = other.last.isBefore(last) ? lastPlanFromCache : other.lastPlanFromCache;
    first = earlier(first, other.first);
    last = later(last, other.last);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  Totals copy() {
    Totals copy = new Totals();
    copy.add(this);
    return copy;
  }

  boolean isOf(String user) {
    return users.contains(user);
  }

  /// Returns `sum` for each execution.
  long average(long sum) {
    return executions == 0 ? 0 : sum / executions;
  }
}
