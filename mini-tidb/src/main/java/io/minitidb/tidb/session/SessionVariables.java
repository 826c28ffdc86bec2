package io.minitidb.tidb.session;

import io.minitidb.tidb.tables.NamedValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// The variables of a mini-tidb and of its connections, for the tables that show them.
public record SessionVariables(SessionRegistry sessions) implements NamedValues.Variables {

  @Override
  public Map<String, String> global() {
    GlobalVariables globals = sessions.globals();
    return all(variable -> variable.scope() != Scope.SESSION, globals::value);
  }

  /// Reads what only the connection's own thread may change: for statements of that connection.
  @Override
  public Map<String, String> ofConnection(long connection) {
    return sessions
        .find(connection)
        .map(session ->
            all(variable -> true, variable -> session.variables().value(variable.name())))
        .orElseGet(this::global);
  }

  private static Map<String, String> all(
      Predicate<Variable> shown, Function<Variable, String> value) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Variable variable : SystemVariables.all()) {
      if (shown.test(variable)) {
        values.put(variable.name(), value.apply(variable));
      }
    }
    return values;
  }
}
