package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;

/// `PREPARE name FROM 'text' | @variable`, `EXECUTE name [USING @a, @b]`, `DEALLOCATE PREPARE name`
/// and `DROP PREPARE name`.
final class PrepareStatements {
  private final SqlEngine engine;
  private final Session session;

  PrepareStatements(SqlEngine engine, Session session) {
    this.engine = engine;
    this.session = session;
  }

  Result run(TokenReader tokens) {
    return switch (tokens.next().lower()) {
      case "prepare" -> prepare(tokens);
      case "execute" -> execute(tokens);
      default -> {
        tokens.expect("prepare");
        String name = tokens.name();
        tokens.end();
        if (!session.prepared().forget(name)) {
          throw unknown(name, "DEALLOCATE PREPARE");
        }
        yield Result.Done.OK;
      }
    };
  }

  private Result prepare(TokenReader tokens) {
    String name = tokens.name();
    tokens.expect("from");
    Token source = tokens.next();
    tokens.end();
    String sql =
        switch (source.kind()) {
          case STRING -> source.text();
          case USER_VARIABLE -> session.userVariable(source.text()).text();
          default -> throw Syntax.error(tokens.sql(), source.start(), "expected a statement");
        };
    session.prepared().forget(name);
    engine.prepare(session, sql);
    session.prepared().put(name, sql);
    return Result.Done.OK;
  }

  private Result execute(TokenReader tokens) {
    String name = tokens.name();
    List<Literal> values = new ArrayList<>();
    if (tokens.accept("using")) {
      do {
        Token variable = tokens.next();
        if (variable.kind() != Token.Kind.USER_VARIABLE) {
          throw Syntax.error(tokens.sql(), variable.start(), "expected a user variable");
        }
        values.add(session.userVariable(variable.text()));
      } while (tokens.accept(","));
    }
    tokens.end();
    String sql = session.prepared().find(name).orElseThrow(() -> unknown(name, "EXECUTE"));
    return engine.execute(session, Prepared.of(sql, session.settings().sqlMode()), values);
  }

  private static SqlException unknown(String name, String statement) {
    return new SqlException(
        SqlError.UNKNOWN_STATEMENT,
        "Unknown prepared statement handler (" + name + ") given to " + statement);
  }
}
