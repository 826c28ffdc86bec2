package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.node.NodeInfo;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import io.minitidb.wire.WireException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Runs a plan on many nodes at once and passes their rows as they arrive. The connected node
/// answers its own share without a call. A node that fails costs its rows and one warning; with
/// `strict` it costs the statement.
public final class FanOut implements Executor {
  /// The calls have their own deadlines; so much later the root stops waiting for a transport that
  /// forgot its.
  private static final Duration GRACE = Duration.ofMillis(50);

  private final Dag dag;
  private final List<Type> types;
  private final List<Topology.Node> nodes;
  private final ExecContext context;
  private final LinkedBlockingQueue<NodeAnswer> arrived = new LinkedBlockingQueue<>();
  private final Map<Topology.Node, CompletableFuture<Response>> waiting = new LinkedHashMap<>();
  private final Deque<Batch> ready = new ArrayDeque<>();
  private long begin;
  private boolean started;

  public FanOut(Dag dag, List<Topology.Node> nodes, ExecContext context) {
    this.dag = dag;
    this.types = dag.output();
    this.nodes = nodes;
    this.context = context;
  }

  @Override
  public Optional<Batch> next() {
    if (!started) {
      started = true;
      send();
    }
    while (ready.isEmpty() && !waiting.isEmpty()) {
      take();
    }
    return Optional.ofNullable(ready.poll());
  }

  private void send() {
    begin = System.nanoTime();
    List<Topology.Node> own = new ArrayList<>();
    Map<Long, Request> requests = new HashMap<>();
    for (Topology.Node node : nodes) {
      if (node.info().instance().equals(context.localInstance())) {
        own.add(node);
        continue;
      }
      // Nodes that are no stores all get the same bytes.
      Request request = requests.computeIfAbsent(node.storeId(), this::request);
      CompletableFuture<Response> answer =
          context.clients().ask(node.info(), request, context.nodeTimeout());
      waiting.put(node, answer);
      // This runs on an event loop: it only hands over.
      answer.whenComplete((response, failure) ->
          arrived.add(
              failure == null
                  ? new NodeAnswer.Answered(node, response)
                  : new NodeAnswer.Failed(node, failure)));
    }
    for (Topology.Node node : own) {
      accept(
          node,
          context.local().run(dag, context.user(), context.eval().zone(), context.nodeTimeout()));
    }
  }

  private Request request(long storeId) {
    return new CopRequest(
            dag, context.user(), context.eval().zone(), context.nodeTimeout(), storeId)
        .encode();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void take() {
    try {
      long left = context.nodeTimeout().plus(GRACE).minus(elapsed()).toNanos();
      NodeAnswer answer = arrived.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      switch (answer) {
        case null -> {
          List.copyOf(waiting.keySet()).forEach(node -> fail(node, "did not answer"));
          cancel();
        }
        case NodeAnswer.Answered answered -> {
          waiting.remove(answered.node());
          accept(answered);
        }
        case NodeAnswer.Failed failed -> {
          waiting.remove(failed.node());
          fail(failed.node(), Failures.describe(failed.cause()));
        }
      }
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new SqlException(SqlError.INTERRUPTED, "Query execution was interrupted", e);
    }
  }

  private void accept(NodeAnswer.Answered answered) {
    CopAnswer answer;
    try {
      answer = CopAnswer.decode(answered.response(), types);
    } catch (WireException e) {
      fail(answered.node(), "answered nonsense: " + e.getMessage());
      return;
    }
    accept(answered.node(), answer);
  }

  private void accept(Topology.Node node, CopAnswer answer) {
    switch (answer) {
      case CopAnswer.Rows rows -> {
        ready.addAll(rows.batches());
        rows.warnings()
            .forEach(warning -> context.warn().accept(warning.code(), warning.message()));
      }
      case CopAnswer.StatementError error -> {
        cancel();
        throw new SqlException(error.code(), error.message(), null);
      }
      case CopAnswer.Refused refused -> fail(node, "refused: " + refused.reason());
      case CopAnswer.WrongStore wrong ->
          fail(node, "is store " + wrong.actual() + " now, not store " + wrong.requested());
    }
  }

  private void fail(Topology.Node node, String why) {
    NodeInfo info = node.info();
    String message =
        info.kind().text()
            + " "
            + info.instance()
            + " ("
            + info.id()
            + ") "
            + why
            + ", after "
            + elapsed().toMillis()
            + " ms; its rows are missing";
    if (context.strict()) {
      cancel();
      throw new SqlException(SqlError.NODE_TIMEOUT, message);
    }
    context.warn().accept(SqlError.NODE_TIMEOUT.code(), message);
  }

  private void cancel() {
    waiting.values().forEach(answer -> answer.cancel(true));
    waiting.clear();
  }

  @Override
  public void close() {
    cancel();
    ready.clear();
  }
}
