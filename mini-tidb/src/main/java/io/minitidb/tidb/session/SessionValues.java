package io.minitidb.tidb.session;

import io.minitidb.profile.Profiler;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The system variables as one session sees them: its own values before those of the server.
final class SessionValues {
  private final GlobalVariables globals;
  private final Map<String, String> own = new HashMap<>();

  /// @param globals the values that variables begin with
  SessionValues(GlobalVariables globals) {
    this.globals = globals;
  }

  /// @throws SqlException 1193 for an unknown variable
  String value(String name) {
    SystemVariables.Variable variable = known(name);
    return own.getOrDefault(variable.name(), globals.value(variable));
  }

  /// Sets a variable for this session.
  ///
  /// @throws SqlException 1193 unknown, 1229 not one of a session, 1238 read only, 1298 unknown
  ///   time zone
  void set(String name, String value) {
    SystemVariables.Variable variable = known(name);
    refuseServerVariable(variable.name());
    if (variable.readOnly()) {
      throw new SqlException(
          SqlError.READ_ONLY_VARIABLE,
          "Variable '" + variable.name() + "' is a read only variable");
    }
    String stored = variable.bool() ? bool(variable.name(), value) : value;
    if (variable.number() && !stored.matches("-?\\d+")) {
      throw wrong(variable.name(), value, "");
    }
    if (variable.name().equals(SystemVariables.PROFILE_SECONDS)
        && !(stored.matches("\\d{1,2}") && Profiler.isPossible(Long.parseLong(stored)))) {
      throw wrong(variable.name(), value, "; a profile takes 1 to 60 seconds");
    }
    if (variable.name().equals("time_zone")) {
      zone(value);
    }
    own.put(variable.name(), stored);
  }

  /// Sets a variable back to its default.
  void reset(String name) {
    refuseServerVariable(name);
    own.remove(known(name).name());
  }

  private static void refuseServerVariable(String name) {
    if (ServerVariables.has(name)) {
      throw new SqlException(
          SqlError.GLOBAL_VARIABLE,
          "Variable '"
              + name.toLowerCase(Locale.ROOT)
              + "' is a GLOBAL variable and should be set with SET GLOBAL");
    }
  }

  private static SystemVariables.Variable known(String name) {
    return SystemVariables.find(name)
        .orElseThrow(() ->
            new SqlException(SqlError.UNKNOWN_VARIABLE, "Unknown system variable '" + name + "'"));
  }

  private static String bool(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "on", "true" -> "1";
      case "0", "off", "false" -> "0";
      default -> throw wrong(name, value, "");
    };
  }

  private static SqlException wrong(String name, String value, String hint) {
    return new SqlException(
        SqlError.WRONG_VALUE,
        "Variable '" + name + "' can't be set to the value of '" + value + "'" + hint);
  }

  /// @throws SqlException 1298 for a zone that is none
  static ZoneId zone(String name) {
    try {
      return name.equalsIgnoreCase("SYSTEM") ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new SqlException(
          SqlError.BAD_TIME_ZONE, "Unknown or incorrect time zone: '" + name + "'", e);
    }
  }

  void clear() {
    own.clear();
  }
}
