package io.minitidb.tidb.sql;

import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import java.util.Locale;

/// What planning reads of a session: its database, and variables as literals.
final class SessionFacts {
  private SessionFacts() {}

  static StatementFacts of(Session session) {
    return new StatementFacts(session.database(), variable -> literal(session, variable));
  }

  private static String literal(Session session, String variable) {
    if (!variable.startsWith("@@")) {
      return session.userVariable(variable.substring(1)).sql();
    }
    VariableName name = VariableName.of(variable.substring(2));
    return switch (name.name().toLowerCase(Locale.ROOT)) {
      case "error_count" -> Integer.toString(session.warnings().errors());
      case "warning_count" -> Integer.toString(session.warnings().count());
      case "last_plan_from_cache" -> session.planCameFromCache() ? "1" : "0";
      default -> literal(session, name).sql();
    };
  }

  private static Literal literal(Session session, VariableName name) {
    String value =
        switch (name.scope()) {
          case NONE -> session.variables().value(name.name());
          case SESSION -> session.variables().ofSession(name.name());
          case GLOBAL, PERSIST, PERSIST_ONLY, CLUSTER -> session.variables().ofServer(name.name());
        };
    return SystemVariables.known(name.name()).literal(value);
  }
}
