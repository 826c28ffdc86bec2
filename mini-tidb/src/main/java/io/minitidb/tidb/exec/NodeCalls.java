package io.minitidb.tidb.exec;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Makes the calls of a fan-out and hands over what they bring. Callbacks run on event loops, so
/// they only count the bytes and put the message into the queue, which holds at most one message of
/// each node.
record NodeCalls(ExecContext context, LinkedBlockingQueue<Arrival> arrived) {
  private static final Duration LONGEST_STREAM = Duration.ofHours(1);

  /// Asks for all rows in one message.
  void single(NodeShare share, Request request) {
    CompletableFuture<Response> call =
        context
            .clients()
            .ask(
                share.node().info(),
                request,
                context.limits().nodeTimeout(),
                context.limits().quota());
    share.asks(call);
    call.whenComplete((response, failure) ->
        arrived.add(
            failure == null
                ? new Arrival.Message(share, response, true, System.nanoTime())
                : failed(share, failure)));
  }

  /// mini-pd answers by HTTP, in one message.
  static boolean canStream(NodeShare share) {
    return share.node().info().kind() != NodeKind.PD && !share.streams();
  }

  /// Returns how long a stream may be open; silence is noticed sooner.
  static Duration streamLimit(ExecContext context) {
    Duration left = Duration.ofNanos(context.limits().nanosLeft());
    return left.compareTo(LONGEST_STREAM) < 0 ? left : LONGEST_STREAM;
  }

  /// Asks for the rows in as many messages as they need.
  void stream(NodeShare share, Request request) {
    share.streams(
        context.clients().stream(
            share.node().info(),
            request,
            streamLimit(context),
            event -> arrived.add(arrival(share, event))));
  }

  private Arrival arrival(NodeShare share, NodeStream.Event event) {
    return switch (event) {
      case NodeStream.Event.Message message ->
          context.limits().quota().tryHold(message.response().getData().size())
              ? new Arrival.Message(share, message.response(), false, System.nanoTime())
              : new Arrival.OverQuota(share);
      case NodeStream.Event.Ended ended -> new Arrival.Ended(share);
      case NodeStream.Event.Failed failed -> failed(share, failed.cause());
    };
  }

  private static Arrival failed(NodeShare share, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof EvalException e && e.code() == MemoryQuota.CODE
        ? new Arrival.OverQuota(share)
        : new Arrival.Failed(share, failure);
  }
}
