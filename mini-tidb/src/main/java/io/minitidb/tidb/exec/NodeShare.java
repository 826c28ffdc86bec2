package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.exec.Summary;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.wire.CopAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One node's share of a fan-out while it is under way. Belongs to the statement's thread.
final class NodeShare {
  private final Topology.Node node;
  private final Request request;
  private final long begin = System.nanoTime();
  private long asked = begin;
  private long heard = begin;
  private long rows;
  private long worked;
  private long bytes;
  private boolean done;
  private List<Summary> summaries = List.of();
  private ScanCounts scanned = ScanCounts.NONE;
  private Optional<CompletableFuture<Response>> single = Optional.empty();
  private Optional<NodeStream> stream = Optional.empty();

  NodeShare(Dispatch.Target target) {
    this.node = target.node();
    this.request = target.request();
  }

  /// Returns `stream`, a request for rows as a stream, for the part of a history that this share
  /// is.
  Request sameOf(Request stream) {
    return request.hasHistory()
        ? stream.toBuilder().setHistory(request.getHistory()).build()
        : stream;
  }

  Topology.Node node() {
    return node;
  }

  void asks(CompletableFuture<Response> call) {
    single = Optional.of(call);
  }

  void streams(NodeStream opened) {
    stream = Optional.of(opened);
    asked = System.nanoTime();
  }

  boolean streams() {
    return stream.isPresent();
  }

  /// Asks for the next message of the stream.
  void more() {
    asked = System.nanoTime();
    stream.ifPresent(NodeStream::more);
  }

  void received(CopAnswer.Rows message, long moreBytes, long at) {
    rows += message.batches().stream().mapToLong(Batch::rows).sum();
    bytes += moreBytes;
    heard = at;
    summaries = message.summaries().isEmpty() ? summaries : message.summaries();
    scanned = scanned.plus(message.scanned());
  }

  /// The node said that it worked so many nanoseconds more.
  void worked(long nanos) {
    worked += nanos;
  }

  /// Notes the call, which is over.
  void note(CallTimes calls, boolean failed) {
    long wall = (failed ? System.nanoTime() : heard) - begin;
    calls.add(node.info(), worked, Math.max(0, wall - worked));
  }

  /// Returns when the node was last asked for something.
  long asked() {
    return asked;
  }

  long rows() {
    return rows;
  }

  boolean isDone() {
    return done;
  }

  void end() {
    done = true;
  }

  void cancel() {
    done = true;
    single.ifPresent(call -> call.cancel(true));
    stream.ifPresent(NodeStream::cancel);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  NodeRun run(Optional<String> failure) {
    Duration wall = failure.isPresent() ? elapsed() : Duration.ofNanos(heard - begin);
    return new NodeRun(node.info(), rows, bytes, wall, summaries, scanned, failure);
  }
}
