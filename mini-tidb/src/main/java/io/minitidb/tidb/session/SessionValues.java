package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The system variables as one session sees them: its own values, then those that the server had
/// when it began.
public final class SessionValues {
  private final GlobalVariables globals;
  private final Map<String, String> own = new HashMap<>();
  private Map<String, String> beginning;
  private @Nullable StatementSettings settings;

  /// @param globals the values that variables begin with
  SessionValues(GlobalVariables globals) {
    this.globals = globals;
    this.beginning = globals.values();
  }

  /// Returns the value that the session sees.
  ///
  /// @throws SqlException 1193 for an unknown variable
  public String value(String name) {
    Variable variable = SystemVariables.known(name);
    if (!variable.scope().ofSession()) {
      return globals.value(variable);
    }
    String mine = own.get(variable.name());
    return mine == null ? Objects.requireNonNull(beginning.get(variable.name())) : mine;
  }

  public boolean flag(String name) {
    return value(name).equals("ON");
  }

  /// Returns the value of a variable that holds a number.
  public long number(String name) {
    return Long.parseLong(value(name));
  }

  /// Returns the value of the whole server.
  ///
  /// @throws SqlException 1193 for an unknown variable, 1238 when only sessions have it
  public String ofServer(String name) {
    Variable variable = SystemVariables.known(name);
    if (variable.scope() == Scope.SESSION) {
      throw notThere(variable, "SESSION");
    }
    return globals.value(variable);
  }

  /// Returns the session's own value.
  ///
  /// @throws SqlException 1193 for an unknown variable, 1238 when only the server has it
  public String ofSession(String name) {
    Variable variable = SystemVariables.known(name);
    if (!variable.scope().ofSession()) {
      throw notThere(variable, "GLOBAL");
    }
    return value(name);
  }

  private static SqlException notThere(Variable variable, String scope) {
    return new SqlException(
        SqlError.READ_ONLY_VARIABLE,
        "Variable '" + variable.name() + "' is a " + scope + " variable");
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
  public static void check(Variable variable) {
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

  /// Refuses a variable of which nobody may set the server's value.
  ///
  /// @throws SqlException 1228 when only sessions have it, 1238 read only
  static void checkGlobal(Variable variable) {
    switch (variable.scope()) {
      case BOTH, BEGINNING, GLOBAL -> {}
      case SESSION ->
          throw new SqlException(
              SqlError.SESSION_VARIABLE,
              "Variable '"
                  + variable.name()
                  + "' is a SESSION variable and can't be used with SET GLOBAL");
      case READ_ONLY -> throw readOnly(variable);
    }
  }

  private static SqlException readOnly(Variable variable) {
    return new SqlException(
        SqlError.READ_ONLY_VARIABLE, "Variable '" + variable.name() + "' is a read only variable");
  }

  /// Sets a variable for the session.
  ///
  /// @throws SqlException 1193 for an unknown variable, else as [#check(Variable)] and
  ///   [Variable#take(String)]
  public void set(String name, String value) {
    Variable variable = SystemVariables.known(name);
    check(variable);
    set(variable, variable.take(value).value());
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
