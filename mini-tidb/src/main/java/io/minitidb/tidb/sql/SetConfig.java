package io.minitidb.tidb.sql;

import io.minitidb.desired.Edit;
import io.minitidb.desired.Scope;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.change.Requested;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `SET CONFIG tikv|tidb|pd|'host:port' name = value [, [node] name = value ...]`.
record SetConfig(Topology topology, AssignedValue values) {

  /// Reads what follows the words SET CONFIG.
  Requested read(TokenReader tokens) {
    List<Edit> edits = new ArrayList<>();
    List<Scope> nodes = nodes(tokens);
    while (true) {
      String key = key(tokens);
      Optional<String> value = values.read(tokens);
      nodes.forEach(node -> edits.add(new Edit(node, key, value)));
      if (!tokens.accept(",")) {
        tokens.end();
        return new Requested.Edits(edits);
      }
      boolean named = tokens.peek(1).is("=") || tokens.peek(1).is(":=") || tokens.peek(1).is(".");
      if (tokens.peek().kind() == Token.Kind.STRING
          || !named && NodeKind.parse(tokens.peek().text()).isPresent()) {
        nodes = nodes(tokens);
      }
    }
  }

  private List<Scope> nodes(TokenReader tokens) {
    Token target = tokens.next();
    if (target.kind() == Token.Kind.STRING) {
      return instance(target.lower());
    }
    if (!target.isName()) {
      throw Syntax.error(tokens.sql(), target.start(), "expected tidb, tikv, pd or 'host:port'");
    }
    return List.of(Scope.all(kind(target.text())));
  }

  /// @throws SqlException 1105 for what is no kind, or a kind of which there is no node
  NodeKind kind(String text) {
    NodeKind kind =
        NodeKind.parse(text)
            .orElseThrow(() ->
                new SqlException(
                    SqlError.UNKNOWN, "unknown type " + text + ", use tidb, tikv or pd"));
    if (topology.of(Set.of(kind)).isEmpty()) {
      throw new SqlException(SqlError.UNKNOWN, "there is no " + kind.text() + " in this cluster");
    }
    return kind;
  }

  private List<Scope> instance(String address) {
    try {
      HostPort.parse(address);
    } catch (IllegalArgumentException e) {
      throw new SqlException(SqlError.UNKNOWN, "invalid instance " + address, e);
    }
    List<Scope> found =
        topology.nodes().stream()
            .filter(node -> node.info().instance().equals(address))
            .map(node -> Scope.only(node.info().kind(), address))
            .toList();
    if (found.isEmpty()) {
      throw new SqlException(
          SqlError.UNKNOWN, "instance " + address + " is not found in this cluster");
    }
    return found;
  }

  /// Takes a dotted name with dashes, or one in backquotes.
  static String key(TokenReader tokens) {
    if (tokens.peek().kind() == Token.Kind.QUOTED_NAME) {
      return tokens.next().lower();
    }
    int start = tokens.peek().start();
    int end = start;
    while (!tokens.atEnd()
        && !tokens.peek().is("=")
        && !tokens.peek().is(":=")
        && (end == start || tokens.peek().start() == end)) {
      end = tokens.next().end();
    }
    String name = tokens.sql().substring(start, end).toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9_][\\w.-]*")) {
      throw Syntax.error(tokens.sql(), start, "expected the name of an item");
    }
    return name;
  }
}
