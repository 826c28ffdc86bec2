package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.session.Variable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// RESET PERSIST: what SET GLOBAL has set, one variable or all of them, is as if it never had been.
final class ResetStatement {
  private final Session session;
  private final GlobalChanges changes;

  ResetStatement(Session session, GlobalChanges changes) {
    this.session = session;
    this.changes = changes;
  }

  /// Answers what follows the word RESET.
  ///
  /// @throws SqlException 3615 for a variable that was not set
  void run(TokenReader tokens) {
    tokens.expect("persist");
    session.checkAdministersVariables();
    if (tokens.atEnd()) {
      all();
      return;
    }
    boolean mayBeAbsent = tokens.accept("if");
    if (mayBeAbsent) {
      tokens.expect("exists");
    }
    Variable variable = SystemVariables.known(tokens.name());
    tokens.end();
    if (changes.changed().contains(variable.name())) {
      changes.set(session, Map.of(variable.name(), Optional.empty()));
      return;
    }
    String absent = "Variable " + variable.name() + " does not exist in persisted config file";
    if (!mayBeAbsent) {
      throw new SqlException(SqlError.NOT_PERSISTED, absent);
    }
    session.warnings().add("Warning", SqlError.NOT_PERSISTED.code(), absent);
  }

  private void all() {
    Map<String, Optional<String>> reset = new TreeMap<>();
    changes.changed().forEach(name -> reset.put(name, Optional.empty()));
    if (!reset.isEmpty()) {
      changes.set(session, reset);
    }
  }
}
