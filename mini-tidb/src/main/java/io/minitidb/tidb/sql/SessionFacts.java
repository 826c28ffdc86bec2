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
    String name = SetStatement.unscoped(variable.substring(2));
    String value =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "warning_count" -> Integer.toString(session.warningCount());
          case "last_plan_from_cache" -> session.planCameFromCache() ? "1" : "0";
          default -> session.variable(name);
        };
    boolean number = SystemVariables.find(name).map(SystemVariables.Variable::number).orElse(true);
    return (number ? Literal.number(value) : Literal.string(value)).sql();
  }
}
