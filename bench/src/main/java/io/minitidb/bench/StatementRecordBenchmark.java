package io.minitidb.bench;

import io.minitidb.memtable.User;
import io.minitidb.tidb.Statements;
import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.Normalizer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the record of a statement costs: begun, completed, summed and looked at by the slow log's
/// threshold. `repeated` is one text again and again, as clients with prepared texts send it;
/// `manyTexts` are 2,000 texts in turn, more than digests are remembered of, so each is read and
/// hashed once more; `normalized` is that reading alone. Run it with `./mini-cluster bench
/// StatementRecord`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class StatementRecordBenchmark {
  private Statements statements;
  private Session session;
  private String[] texts;
  private int next;

  @Setup(Level.Trial)
  public void start() {
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    statements = Statements.follow(sessions.globals().server(), Optional.empty(), sessions);
    session = sessions.open(sessions.newId(), User.all("root", "127.0.0.1"));
    session.use("information_schema");
    texts = new String[2000];
    for (int i = 0; i < texts.length; i++) {
      texts[i] =
          "select id, user, info from cluster_processlist where user = 'root%d' and time > 10 order by id limit 5"
              .formatted(i);
    }
  }

  private Session record(String sql) {
    session.starts(statements.recorder(), sql, false, System.nanoTime());
    session.ended(statements.recorder());
    return session;
  }

  @Benchmark
  public Session repeated() {
    return record(texts[0]);
  }

  @Benchmark
  public Session manyTexts() {
    next = (next + 1) % texts.length;
    return record(texts[next]);
  }

  @Benchmark
  public String normalized() {
    return Normalizer.normalize(texts[0], SqlMode.OURS, Normalizer.Form.DIGEST);
  }
}
