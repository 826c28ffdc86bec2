package io.minitidb.coprocessor;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minitidb.cop.exec.Dag;
import io.minitidb.memtable.User;
import io.minitidb.proto.diagnosticspb.DiagnosticsGrpc;
import io.minitidb.proto.diagnosticspb.SearchLogRequest;
import io.minitidb.proto.diagnosticspb.SearchLogResponse;
import io.minitidb.proto.diagnosticspb.ServerInfoRequest;
import io.minitidb.proto.diagnosticspb.ServerInfoResponse;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// `diagnosticspb.Diagnostics`: the log and the machine of this node, for TiDB's own tools. Both
/// calls are plans over the tables `cluster_log`, `cluster_hardware` and so on, so they have the
/// places, the limits and the end of every other request, and `coprocessor_requests` shows them.
public final class DiagnosticsService extends DiagnosticsGrpc.DiagnosticsImplBase {
  private static final User ASKER = User.all("diagnostics", "");

  /// Of rows in one message of a stream.
  private static final AnswerForm PART = new AnswerForm(1 << 20, false);

  /// For who names no deadline; the node's own `coprocessor.max-request-duration` is shorter.
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Supplier<Coprocessor> coprocessor;

  /// @param coprocessor may block a call until the node knows itself, or end it with a
  ///   [StatusRuntimeException]
  public DiagnosticsService(Supplier<Coprocessor> coprocessor) {
    this.coprocessor = coprocessor;
  }

  @Override
  public void serverInfo(ServerInfoRequest request, StreamObserver<ServerInfoResponse> observer) {
    try {
      Coprocessor node = coprocessor.get();
      MachineFacts facts = new MachineFacts();
      for (Dag dag : MachineFacts.plans(request.getTp(), node)) {
        facts.add(rows(node.answer(request(dag, AnswerForm.WHOLE))));
      }
      observer.onNext(facts.message());
      observer.onCompleted();
    } catch (RuntimeException e) { // whatever it was, the asker must know
      observer.onError(status(e));
    }
  }

  @Override
  public void searchLog(SearchLogRequest request, StreamObserver<SearchLogResponse> observer) {
    RowStream<SearchLogResponse> stream =
        new RowStream<>((ServerCallStreamObserver<SearchLogResponse>) observer, LogSearch::message);
    // A thread of its own, as in CoprocessorService; what is left of the deadline is known here.
    Context asker = Context.current();
    Thread.startVirtualThread(asker.wrap(() -> search(request, stream)));
  }

  private void search(SearchLogRequest request, RowStream<SearchLogResponse> stream) {
    try {
      Coprocessor node = coprocessor.get();
      CopAnswer.Rows last = rows(node.answer(request(LogSearch.plan(request, node), PART), stream));
      stream.finish(nanos -> LogSearch.message(last.batches()));
    } catch (RuntimeException e) { // whatever it was, the asker must know
      stream.fail(status(e));
    }
  }

  private static CopRequest request(Dag dag, AnswerForm form) {
    Duration left =
        Optional.ofNullable(Context.current().getDeadline())
            .map((Deadline deadline) ->
                Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)))
            .filter(each -> each.compareTo(LONGEST) < 0)
            .orElse(LONGEST);
    return new CopRequest(dag, ASKER, ZoneOffset.UTC, left, 0, form);
  }

  private static CopAnswer.Rows rows(CopAnswer answer) {
    return switch (answer) {
      case CopAnswer.Rows rows -> rows;
      case CopAnswer.StatementError error -> throw status(Status.INVALID_ARGUMENT, error.message());
      case CopAnswer.Refused refused -> throw status(Status.RESOURCE_EXHAUSTED, refused.reason());
      case CopAnswer.TooLarge large ->
          throw status(Status.RESOURCE_EXHAUSTED, "the answer is too large for one message");
      case CopAnswer.DatumRows other -> throw new IllegalStateException("not asked for: " + other);
      case CopAnswer.WrongStore other -> throw new IllegalStateException("not asked for: " + other);
    };
  }

  private static StatusRuntimeException status(RuntimeException failure) {
    return switch (failure) {
      case StatusRuntimeException e -> e;
      case IllegalArgumentException e ->
          status(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
      default -> status(Status.INTERNAL, failure.toString());
    };
  }

  private static StatusRuntimeException status(Status status, String why) {
    return status.withDescription(why).asRuntimeException();
  }
}
