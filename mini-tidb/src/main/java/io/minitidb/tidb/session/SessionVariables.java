package io.minitidb.tidb.session;

import io.minitidb.tidb.tables.NamedValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The variables of a mini-tidb and of its connections, for the tables that show them.
public record SessionVariables(SessionRegistry sessions) implements NamedValues.Variables {

  @Override
  public Map<String, String> global() {
    return all(sessions.globals()::value);
  }

  /// Reads what only the connection's own thread may change: for statements of that connection.
  @Override
  public Map<String, String> ofConnection(long connection) {
    return sessions
        .find(connection)
        .map(session -> all(variable -> session.variable(variable.name())))
        .orElseGet(this::global);
  }

  private static Map<String, String> all(Function<SystemVariables.Variable, String> value) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (SystemVariables.Variable variable : SystemVariables.all()) {
      shown.put(variable.name(), shown(variable, value.apply(variable)));
    }
    return shown;
  }

  private static String shown(SystemVariables.Variable variable, String value) {
    return !variable.bool() ? value : value.equals("1") ? "ON" : "OFF";
  }
}
