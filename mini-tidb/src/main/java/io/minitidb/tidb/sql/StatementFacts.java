package io.minitidb.tidb.sql;

import io.minitidb.tidb.session.Session;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a plan may take from its session, and whether it did: a plan that holds such a value serves
/// only the statement that it was made for. Used by one thread.
final class StatementFacts {
  private final Session session;
  private final UnaryOperator<String> variable;
  private boolean consulted;

  /// @param variable gives the literal for `@@x` and `@x`
  StatementFacts(Session session, UnaryOperator<String> variable) {
    this.session = session;
    this.variable = variable;
  }

  String variable(String name) {
    consulted = true;
    return variable.apply(name);
  }

  /// Returns the current database, which plans are kept by.
  Optional<String> database() {
    return session.database();
  }

  boolean wereConsulted() {
    return consulted;
  }
}
