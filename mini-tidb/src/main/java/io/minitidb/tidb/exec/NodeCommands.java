package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.node.NodeInfo;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.WireException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Gives a command to one other node and waits for what it says. Nothing is sent twice to a
/// mini-tidb or mini-tikv.
public record NodeCommands(NodeClients clients) {

  /// Returns the node's answer; never one that means an error.
  ///
  /// @param types of the rows that the command answers
  /// @throws SqlException as the node refuses the command, 9002 when it does not answer before the
  ///   request's deadline or cannot be reached, 1317 when the calling thread is interrupted
  public CopAnswer.Rows give(NodeInfo node, CommandRequest request, List<Type> types) {
    long begin = System.nanoTime();
    CompletableFuture<Response> call =
        clients.ask(node, request.encode(), request.deadline(), new MemoryQuota(-1));
    try {
      return accepted(node, CopAnswer.decode(call.get(), types));
    } catch (ExecutionException e) {
      throw failed(node, Failures.describe(Objects.requireNonNullElse(e.getCause(), e)), begin);
    } catch (WireException e) {
      throw failed(node, "answered nonsense: " + e.getMessage(), begin);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw Limits.interrupted();
    }
  }

  private static CopAnswer.Rows accepted(NodeInfo node, CopAnswer answer) {
    return switch (answer) {
      case CopAnswer.Rows rows -> rows;
      case CopAnswer.StatementError error ->
          throw new SqlException(error.code(), error.message(), null);
      case CopAnswer.Refused refused ->
          throw new SqlException(SqlError.UNKNOWN, name(node) + " refused: " + refused.reason());
      case CopAnswer.DatumRows other -> throw unexpected(node);
      case CopAnswer.TooLarge other -> throw unexpected(node);
      case CopAnswer.WrongStore other -> throw unexpected(node);
    };
  }

  private static SqlException unexpected(NodeInfo node) {
    return new SqlException(
        SqlError.UNKNOWN, name(node) + " answered a command as if it were a query");
  }

  private static SqlException failed(NodeInfo node, String why, long begin) {
    long elapsed = (System.nanoTime() - begin) / 1_000_000;
    return new SqlException(
        SqlError.NODE_TIMEOUT,
        "%s %s, after %d ms; what became of the command is not known"
            .formatted(name(node), why, elapsed));
  }

  private static String name(NodeInfo node) {
    return "%s %s (%s)".formatted(node.kind().text(), node.instance(), node.id());
  }
}
