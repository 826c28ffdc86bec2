package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The system variables as one session sees them: its own values, then those that the server had
/// when it began.
final class SessionValues {
  private final GlobalVariables globals;
  private final Map<String, String> own = new HashMap<>();
  private Map<String, String> beginning;
  private @Nullable StatementSettings settings;

  /// @param globals the values that variables begin with
  SessionValues(GlobalVariables globals) {
    this.globals = globals;
    this.beginning = globals.values();
  }

  /// @throws SqlException 1193 for an unknown variable
  String value(String name) {
    Variable variable = SystemVariables.known(name);
    if (!variable.scope().ofSession()) {
      return globals.value(variable);
    }
    String mine = own.get(variable.name());
    return mine == null ? Objects.requireNonNull(beginning.get(variable.name())) : mine;
  }

  StatementSettings settings() {
    StatementSettings known = settings;
    if (known == null) {
      known = StatementSettings.of(this);
      settings = known;
    }
    return known;
  }

  /// Refuses a variable of which no session may set a value of its own.
  ///
  /// @throws SqlException 1229 not one of a session, 1238 read only, 1621 fixed since the beginning
  static void check(Variable variable) {
    String name = "'" + variable.name() + "'";
    switch (variable.scope()) {
      case BOTH, SESSION -> {}
      case GLOBAL ->
          throw new SqlException(
              SqlError.GLOBAL_VARIABLE,
              "Variable " + name + " is a GLOBAL variable and should be set with SET GLOBAL");
      case BEGINNING ->
          throw new SqlException(
              SqlError.READ_ONLY_IN_SESSION,
              "SESSION variable " + name + " is read-only. Use SET GLOBAL to assign the value");
      case READ_ONLY -> throw readOnly(variable);
    }
  }

  static SqlException readOnly(Variable variable) {
    return new SqlException(
        SqlError.READ_ONLY_VARIABLE, "Variable '" + variable.name() + "' is a read only variable");
  }

  /// @param value in its normal form
  void set(Variable variable, String value) {
    own.put(variable.name(), value);
    settings = null;
  }

  /// Sets a variable to the value that the server has now.
  void reset(Variable variable) {
    set(variable, globals.value(variable));
  }

  /// Begins anew.
  void clear() {
    own.clear();
    settings = null;
    beginning = globals.values();
  }
}
