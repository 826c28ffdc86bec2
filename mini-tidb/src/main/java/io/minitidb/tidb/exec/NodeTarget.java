package io.minitidb.tidb.exec;

import io.minitidb.config.Configurable.Applied;
import io.minitidb.config.Configurable.Checked;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Values;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.desired.Target;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CommandRows;
import io.minitidb.wire.CopAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// A node of the cluster whose configuration is to be changed: asked as for rows, by gRPC or the
/// member-local route; this mini-tidb itself without a call.
///
/// @param local answers when the node is this mini-tidb
public record NodeTarget(
    NodeInfo node, Optional<Coprocessor> local, NodeClients clients, User user, Duration deadline)
    implements Target {
  private static final long LARGEST_ANSWER = 64L << 20;

  @Override
  public NodeKind kind() {
    return node.kind();
  }

  @Override
  public String instance() {
    return node.instance();
  }

  @Override
  public CompletableFuture<List<Checked>> check(Map<String, String> values, List<String> changed) {
    return ask(new Command.Check(values, changed), CommandRows.CHECKED)
        .thenApply(rows ->
            rows.stream()
                .map(row -> new Checked(row.get(0).orElse(""), row.get(1), row.get(2), row.get(3)))
                .toList());
  }

  @Override
  public CompletableFuture<Applied> apply(long revision, Map<String, String> values) {
    return ask(new Command.Apply(revision, values), CommandRows.APPLIED)
        .thenApply(rows ->
            new Applied(
                Long.parseLong(rows.getFirst().get(0).orElse("0")), rows.getFirst().get(1)));
  }

  private CompletableFuture<List<List<Optional<String>>>> ask(Command command, List<Type> types) {
    CommandRequest request = new CommandRequest(command, user, deadline);
    if (local.isPresent()) {
      CompletableFuture<CopAnswer> answer = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> answer.completeAsync(() -> local.get().obey(request), Runnable::run));
      return answer.thenApply(NodeTarget::rows);
    }
    return clients
        .ask(node, request.encode(), deadline, new MemoryQuota(LARGEST_ANSWER))
        .handle((response, failure) -> {
          if (failure != null) {
            throw new IllegalStateException(Failures.describe(failure), failure);
          }
          return rows(CopAnswer.decode(response, types));
        });
  }

  private static List<List<Optional<String>>> rows(CopAnswer answer) {
    return switch (answer) {
      case CopAnswer.Rows rows -> rows.batches().stream().flatMap(NodeTarget::texts).toList();
      case CopAnswer.StatementError error -> throw new IllegalStateException(error.message());
      case CopAnswer.Refused refused ->
          throw new IllegalStateException("refused: " + refused.reason());
      case CopAnswer.DatumRows datums -> throw new IllegalStateException("answered nonsense");
      case CopAnswer.TooLarge large -> throw new IllegalStateException("answered too much");
      case CopAnswer.WrongStore wrong -> throw new IllegalStateException("is another store now");
    };
  }

  private static Stream<List<Optional<String>>> texts(Batch batch) {
    List<List<Optional<String>>> rows = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      List<Optional<String>> values = new ArrayList<>();
      for (Vector column : batch.columns()) {
        values.add(column.isNull(row) ? Optional.empty() : Optional.of(Values.text(column, row)));
      }
      rows.add(values);
    }
    return rows.stream();
  }
}
