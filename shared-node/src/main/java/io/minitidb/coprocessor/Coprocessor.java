package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.DeadlineExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.MemTableSource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.UnknownTableException;
import io.minitidb.memtable.User;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs plans on this node. Thread-safe; one call runs on the caller's thread until it has all rows
/// or its deadline has passed.
public final class Coprocessor {
  private static final Logger log = LoggerFactory.getLogger(Coprocessor.class);

  /// A deadline beyond this is no deadline.
  private static final Duration LONGEST = Duration.ofDays(1);

  /// What one answer may weigh, below what every client accepts.
  private static final long MAX_BYTES = 64L << 20;

  private final MemTables tables;
  private final NodeContext node;
  private final long storeId;

  /// @param storeId this store, or 0 when the node is none
  public Coprocessor(MemTables tables, NodeContext node, long storeId) {
    this.tables = tables;
    this.node = node;
    this.storeId = storeId;
  }

  /// Answers a request; never throws for what the request asks.
  public CopAnswer answer(CopRequest request) {
    if (request.storeId() != 0 && request.storeId() != storeId) {
      return new CopAnswer.WrongStore(request.storeId(), storeId);
    }
    return run(request.dag(), request.user(), request.zone(), request.deadline());
  }

  /// Runs a plan of this process's own, without a message.
  public CopAnswer run(Dag dag, User user, ZoneId zone, Duration deadline) {
    long begin = System.nanoTime();
    EvalContext context = new EvalContext(zone, Instant.now());
    List<Batch> batches = new ArrayList<>();
    long bytes = 0;
    long end = begin + (deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST).toNanos();
    MemTableSource source = new MemTableSource(tables, node, user);
    try (Executor executor =
        ExecutorBuilder.build(
            dag, (scan, eval) -> new DeadlineExecutor(source.open(scan, eval), end), context)) {
      for (Optional<Batch> batch = executor.next(); batch.isPresent(); batch = executor.next()) {
        bytes += batch.get().size();
        if (bytes > MAX_BYTES) {
          return new CopAnswer.Refused(
              "the answer is larger than " + (MAX_BYTES >> 20) + " MiB; narrow the query");
        }
        if (batch.get().rows() > 0) {
          batches.add(batch.get());
        }
      }
      return new CopAnswer.Rows(
          batches, context.warnings(), Duration.ofNanos(System.nanoTime() - begin));
    } catch (DeadlineExecutor.PassedException e) {
      return new CopAnswer.Refused("the deadline of " + deadline.toMillis() + " ms has passed");
    } catch (EvalException e) {
      return new CopAnswer.StatementError(e.code(), String.valueOf(e.getMessage()));
    } catch (UnknownTableException | IllegalArgumentException e) {
      return new CopAnswer.Refused(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("a coprocessor request failed", e);
      return new CopAnswer.Refused(e.toString());
    }
  }
}
