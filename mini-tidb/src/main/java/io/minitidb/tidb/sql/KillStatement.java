package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeCommands;
import io.minitidb.tidb.session.ConnectionId;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import java.util.List;
import java.util.Set;

/// `KILL [TIDB] [CONNECTION | QUERY] id`, where the id is a number or `CONNECTION_ID()`. The
/// mini-tidb that has the connection decides whether there is such a one and whether the user may
/// end it.
record KillStatement(ExecEnvironment environment, Session session) {

  /// Answers what follows the word KILL.
  ///
  /// @throws SqlException 1094 when there is no such connection, 1227 when it is somebody else's,
  ///   9002 when the mini-tidb that has it does not answer, 1105 for what is no id
  void run(TokenReader reader) {
    reader.accept("tidb");
    boolean query = reader.accept("query");
    if (!query) {
      reader.accept("connection");
    }
    ConnectionId id = id(reader);
    reader.end();
    if (environment.sessions().owns(id)) {
      killHere(id, query);
    } else {
      killThere(id, query);
    }
  }

  private ConnectionId id(TokenReader reader) {
    Token token = reader.next();
    if (token.kind() == Token.Kind.NUMBER && token.text().matches("\\d{1,30}")) {
      return ConnectionId.parse(token.text());
    }
    if (!token.isName() || !reader.peek().is("(")) {
      throw Syntax.error(reader.sql(), token.start(), "expected the id of a connection");
    }
    reader.expect("(");
    if (!token.is("connection_id") || !reader.accept(")")) {
      throw new SqlException(
          SqlError.UNKNOWN,
          "Invalid operation. Please use 'KILL TIDB [CONNECTION | QUERY] [connectionID | CONNECTION_ID()]' instead");
    }
    return ConnectionId.parse(Long.toString(session.id()));
  }

  private void killHere(ConnectionId id, boolean query) {
    try {
      environment.sessions().kill(id.value(), query, session.user());
    } catch (EvalException e) {
      throw new SqlException(e.code(), String.valueOf(e.getMessage()), e);
    }
    if (id.value() == session.id()) {
      throw new SqlException(SqlError.INTERRUPTED, "Query execution was interrupted");
    }
  }

  private void killThere(ConnectionId id, boolean query) {
    Topology.Node owner =
        environment.topology().get().of(Set.of(NodeKind.TIDB)).stream()
            .filter(node -> node.serverId() == id.serverId() && id.serverId() != 0)
            .findFirst()
            .orElseThrow(() ->
                new SqlException(
                    SqlError.NO_SUCH_THREAD,
                    "Unknown thread id: %d (there is no mini-tidb with server id %d)"
                        .formatted(id.value(), id.serverId())));
    new NodeCommands(environment.clients())
        .give(
            owner.info(),
            new CommandRequest(
                new Command.Kill(id.value(), query),
                session.user(),
                session.settings().nodeTimeout()),
            List.of());
  }
}
