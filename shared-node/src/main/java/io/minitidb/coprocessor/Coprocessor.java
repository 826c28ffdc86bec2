package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.DeadlineExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.Recipient;
import io.minitidb.cop.exec.Summary;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.HistoryShares;
import io.minitidb.memtable.MemTableSource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.RunningRequests;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.UnknownTableException;
import io.minitidb.memtable.User;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs plans on this node. Thread-safe; one call runs on the caller's thread until it has all rows
/// or its deadline has passed.
public final class Coprocessor {
  private static final Logger log = LoggerFactory.getLogger(Coprocessor.class);

  private final MemTables tables;
  private final NodeContext node;
  private final long storeId;
  private final RunningRequests running = new RunningRequests();
  private final SlowRequestLog slow = new SlowRequestLog();
  private final Gate gate = new Gate();
  private volatile CoprocessorConfig limits = CoprocessorConfig.NONE;

  /// Takes rows before all of them are there.
  @FunctionalInterface
  public interface Sink extends Recipient {
    /// Returns whether more is wanted.
    boolean take(List<Batch> batches);
  }

  /// @param storeId this store, or 0 when the node is none
  public Coprocessor(MemTables tables, NodeContext node, long storeId) {
    this.tables = tables;
    this.node =
        node.with(RunningRequests.class, running).with(SlowRequests.class, slow.remembered());
    this.storeId = storeId;
  }

  /// Returns what tables read on this node, what it runs for others included.
  public NodeContext context() {
    return node;
  }

  /// Sets what requests of others may cost from now on. Before the first call there is no limit.
  public void limit(CoprocessorConfig config) {
    limits = config;
    gate.resize(config.maxConcurrency(), config.maxWaiting());
  }

  /// Returns a table that this process knows, see [MemTables#find(String)].
  public Optional<TableInfo> table(String key) {
    return tables.find(key).map(BoundTable::info);
  }

  /// Returns the plan that reads these columns of a table.
  Dag scan(String key, String... columns) {
    TableInfo info = tables.find(key).orElseThrow().info();
    List<Integer> at = Stream.of(columns).map(info::indexOf).toList();
    List<Type> types = at.stream().map(column -> info.columns().get(column).type()).toList();
    return Dag.scan(new Operator.MemTableScan(key, at, types));
  }

  /// Returns whether `table` is a history of which stores keep copies.
  public boolean hasHistory(TableInfo table) {
    return tables.kept().containsKey(table.key());
  }

  /// Answers a request in one message; never throws for what the request asks.
  public CopAnswer answer(CopRequest request) {
    return answer(request, rows -> false);
  }

  /// As [#answer(CopRequest)], but gives rows to `sink` whenever they fill a message; the answer
  /// holds the rest. A sink that wants no more gets [CopAnswer.TooLarge].
  public CopAnswer answer(CopRequest request, Sink sink) {
    if (request.storeId() != 0 && request.storeId() != storeId) {
      return new CopAnswer.WrongStore(request.storeId(), storeId);
    }
    CoprocessorConfig now = limits;
    Tally tally = new Tally(now);
    EvalContext context =
        new EvalContext(
            request.zone(), Instant.now(), EvalContext.SessionInfo.NONE, tally, List.of());
    Deadline deadline = Deadline.of(request, now);
    RunningRequests.Request begun =
        new RunningRequests.Request(
            request.user(), request.connection(), request.dag().scan().table(), context.now());
    int place = running.begin(begun);
    try (Turn turn = new Turn(gate, deadline.end(), sink)) {
      CopAnswer answer = inTurn(request, deadline, context, turn, tally);
      if (turn.taken() >= now.slowLogThreshold().value().toNanos()) {
        slow.note(begun, turn, tally, answer);
      }
      return answer;
    } finally {
      running.end(place);
    }
  }

  private CopAnswer inTurn(
      CopRequest request, Deadline deadline, EvalContext context, Turn turn, Tally tally) {
    try {
      turn.begin();
    } catch (RefusedException e) {
      return CopAnswer.Refused.busy(String.valueOf(e.getMessage()));
    }
    CopAnswer answer = run(request, deadline, context, turn, tally);
    return answer instanceof CopAnswer.Rows rows
        ? new CopAnswer.Rows(rows.batches(), context.warnings(), rows.summaries(), tally.scanned())
        : answer;
  }

  /// Carries out a command, if the user may give it.
  public CopAnswer obey(CommandRequest request) {
    return new CommandRunner(node).run(request);
  }

  /// Runs a plan of this process's own, without a message and without the limits of others;
  /// warnings stay in `context`.
  public CopAnswer run(CopRequest request, EvalContext context, Sink sink) {
    CoprocessorConfig none = CoprocessorConfig.NONE;
    return run(request, Deadline.of(request, none), context, sink, new Tally(none));
  }

  private CopAnswer run(
      CopRequest request, Deadline deadline, EvalContext context, Sink sink, Tally tally) {
    MemTableSource source =
        new MemTableSource(
            tables, context(request), request.user(), request.profileSeconds(), tally::scanned);
    List<Summary.Counter> counters = new ArrayList<>();
    UnaryOperator<Executor> watch =
        request.form().summaries() ? executor -> counted(executor, counters) : executor -> executor;
    try (Executor executor =
        ExecutorBuilder.build(
            request.dag(),
            (scan, demand, eval) -> {
              ExecutorBuilder.Leaf leaf = source.open(scan, demand, eval);
              return new ExecutorBuilder.Leaf(
                  new DeadlineExecutor(leaf.rows(), deadline.end(), sink), leaf.frontier());
            },
            context,
            watch)) {
      return drain(
          new DeadlineExecutor(executor, deadline.end(), sink),
          request.form(),
          counters,
          sink,
          tally);
    } catch (DeadlineExecutor.PassedException e) {
      return new CopAnswer.Refused(deadline.passed());
    } catch (DeadlineExecutor.InterruptedScanException e) {
      return new CopAnswer.Refused("the scan was interrupted");
    } catch (DeadlineExecutor.AbandonedException e) {
      return new CopAnswer.Refused("nobody waits for the rows any more");
    } catch (EvalException e) {
      return new CopAnswer.StatementError(e.code(), String.valueOf(e.getMessage()));
    } catch (UnknownTableException | RefusedException | IllegalArgumentException e) {
      return new CopAnswer.Refused(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("a coprocessor request failed", e);
      return new CopAnswer.Refused(e.toString());
    }
  }

  private NodeContext context(CopRequest request) {
    return request.history().map(shares -> node.with(HistoryShares.class, shares)).orElse(node);
  }

  /// Returns how long nodes let wait for the rows of `dag` because of what its tables are.
  ///
  /// @param profileSeconds over which profiles are taken when no condition says
  /// @throws EvalException when the conditions ask for what a table cannot do
  public Duration waits(Dag dag, User user, EvalContext context, int profileSeconds) {
    return new MemTableSource(tables, node, user, profileSeconds, counts -> {}).waits(dag, context);
  }

  private static Executor counted(Executor executor, List<Summary.Counter> counters) {
    counters.add(new Summary.Counter(executor));
    return counters.getLast();
  }

  private static CopAnswer drain(
      Executor executor, AnswerForm form, List<Summary.Counter> counters, Sink sink, Tally tally) {
    List<Batch> batches = new ArrayList<>();
    long bytes = 0;
    for (Optional<Batch> batch = executor.next(); batch.isPresent(); batch = executor.next()) {
      if (batch.get().rows() == 0) {
        continue;
      }
      tally.add(batch.get());
      bytes += batch.get().size();
      if (bytes > form.maxBytes() && !batches.isEmpty()) {
        if (!sink.take(batches)) {
          return new CopAnswer.TooLarge();
        }
        batches.clear();
        bytes = batch.get().size();
      }
      batches.add(batch.get());
    }
    if (bytes > form.maxBytes() && !sink.take(List.of())) {
      return new CopAnswer.TooLarge();
    }
    return new CopAnswer.Rows(
        batches, List.of(), counters.stream().map(Summary.Counter::summary).toList());
  }
}
