package io.minitidb.tidb.statement;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Sums what this server ran, statement by statement and window by window. Of the statements those
/// that ran last are kept, as many as the settings say and as fit into 32 MiB; the others are
/// summed into one row for each window. Thread-safe; readers get copies. Who tells of a statement
/// waits for nobody: what comes while somebody reads is kept aside, and added by who comes next;
/// only when that is very much, for the reader.
public final class StatementSummary implements StatementListener {
  private static final long MOST_BYTES = 32L << 20;
  private static final int MOST_ASIDE = 1 << 13;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Ended> aside = new ArrayBlockingQueue<>(MOST_ASIDE);
  private final Map<SummaryKey, SummedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
  private final EvictedStatements evicted = new EvictedStatements();
  private volatile SummarySettings settings = SummarySettings.DEFAULT;
  private Window current;
  private long bytes;

  private record Ended(SummaryKey key, StatementRecord record) {}

  public StatementSummary(InstantSource clock) {
    this.clock = clock;
    this.current = Window.at(clock.instant(), settings.interval());
  }

  /// Works by other settings from now on. What is more than they allow goes at once.
  public void configure(SummarySettings wanted) {
    lock.lock();
    try {
      change(wanted);
    } finally {
      lock.unlock();
    }
  }

  private void change(SummarySettings wanted) {
    settings = wanted;
    if (!wanted.enabled()) {
      statements.clear();
      evicted.clear();
      bytes = 0;
    }
    bytes = 0;
    for (SummedStatement statement : statements.values()) {
      statement.keep(windows());
      bytes += statement.size();
    }
    evicted.keep(windows());
    evict();
  }

  @Override
  public void ended(StatementRecord record) {
    SummarySettings now = settings;
    if (!now.enabled() || record.origin().internal() && !now.internal()) {
      return;
    }
    Ended ended = new Ended(SummaryKey.of(record), record);
    boolean kept = aside.offer(ended);
    if (kept && !lock.tryLock()) {
      return;
    }
    if (!kept) {
      lock.lock();
    }
    try {
      addAll();
      if (!kept && settings.enabled()) {
        add(ended);
      }
    } finally {
      lock.unlock();
    }
  }

  private void addAll() {
    for (Ended next = aside.poll(); next != null; next = aside.poll()) {
      if (settings.enabled()) {
        add(next);
      }
    }
  }

  private void add(Ended ended) {
    roll();
    SummedStatement statement =
        statements.computeIfAbsent(ended.key(), key -> new SummedStatement());
    if (!statement.isIn(current)) {
      bytes -= statement.size();
      statement.enter(current, Sample.of(ended.record(), settings));
      statement.keep(windows());
      bytes += statement.size();
      evict();
    }
    statement.parts().getLast().totals().add(ended.record());
  }

  /// The current window is kept, whatever the history's size.
  private int windows() {
    return Math.max(1, settings.history());
  }

  private void roll() {
    Instant now = clock.instant();
    Window same = current.lasting(settings.interval());
    current = same.contains(now) ? same : Window.at(now, settings.interval());
  }

  private void evict() {
    Iterator<Map.Entry<SummaryKey, SummedStatement>> eldest = statements.entrySet().iterator();
    while (statements.size() > settings.statements()
        || bytes > MOST_BYTES && statements.size() > 1) {
      Map.Entry<SummaryKey, SummedStatement> out = eldest.next();
      bytes -= out.getValue().size();
      evicted.add(out.getKey(), out.getValue(), windows());
      eldest.remove();
    }
  }

  /// Returns what ran in the current window and `user` may see; what was evicted comes last.
  List<SummaryRow> current(User user) {
    return read(() -> currentRows(user));
  }

  private <T> T read(Supplier<T> reader) {
    lock.lock();
    try {
      addAll();
      roll();
      return reader.get();
    } finally {
      lock.unlock();
    }
  }

  private List<SummaryRow> currentRows(User user) {
    List<SummaryRow> rows = new ArrayList<>();
    for (SummedStatement statement : statements.values()) {
      SummedStatement.Part part = statement.parts().getLast();
      if (part.window().begin().equals(current.begin()) && sees(user, part.totals())) {
        rows.add(new SummaryRow(current, Optional.of(part.sample()), part.totals().copy()));
      }
    }
    evicted.in(current.begin()).filter(row -> sees(user, row.totals())).ifPresent(rows::add);
    return rows;
  }

  /// Returns what ran in all windows that are kept, the current one included.
  List<SummaryRow> history(User user) {
    return read(() -> allRows(user));
  }

  private List<SummaryRow> allRows(User user) {
    List<SummaryRow> rows = new ArrayList<>();
    for (SummedStatement statement : statements.values()) {
      for (SummedStatement.Part part : statement.parts()) {
        if (sees(user, part.totals())) {
          rows.add(new SummaryRow(part.window(), Optional.of(part.sample()), part.totals().copy()));
        }
      }
    }
    evicted.all().stream().filter(row -> sees(user, row.totals())).forEach(rows::add);
    return rows;
  }

  /// Returns how many statements were evicted in each window, newest first.
  List<EvictedStatements.Count> evicted() {
    return read(evicted::counts);
  }

  private static boolean sees(User user, Totals totals) {
    return user.may(Privilege.PROCESS) || totals.isOf(user.name());
  }
}
