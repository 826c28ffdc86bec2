package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// SET of variables: several in one statement, NAMES and CHARACTER SET among them, with expressions
/// on the right side.
final class SetStatement {
  private final Session session;
  private final Function<String, Literal> evaluate;

  /// @param evaluate computes an expression, given as text, to its value
  SetStatement(Session session, Function<String, Literal> evaluate) {
    this.session = session;
    this.evaluate = evaluate;
  }

  /// Answers what follows the word SET. Nothing is set when one part of the statement is wrong.
  void run(TokenReader tokens) {
    List<Runnable> assignments = new ArrayList<>();
    do {
      assignments.add(assignment(tokens));
    } while (tokens.accept(","));
    tokens.end();
    assignments.forEach(Runnable::run);
  }

  private Runnable assignment(TokenReader tokens) {
    if (tokens.peek().is("names") || tokens.peek().is("character") || tokens.peek().is("charset")) {
      return charset(tokens);
    }
    if (tokens.peek().kind() == Token.Kind.USER_VARIABLE) {
      String name = tokens.next().text();
      Literal value = value(tokens, true);
      return () -> session.setUserVariable(name, value);
    }
    boolean named = tokens.peek(1).isName();
    boolean global = isGlobal(tokens.peek()) && (named || isVariable(tokens.peek()));
    boolean scoped = named && tokens.accept("session", "local", "global");
    if (tokens.peek().is("transaction")) {
      while (!tokens.atEnd()) {
        tokens.next();
      }
      return () -> {};
    }
    if (scoped && !tokens.peek().isName()) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected a variable");
    }
    Token target = tokens.next();
    String name =
        switch (target.kind()) {
          case SYSTEM_VARIABLE -> unscoped(target.text());
          case WORD, QUOTED_NAME -> target.text();
          default -> throw Syntax.error(tokens.sql(), target.start(), "expected a variable");
        };
    if (tokens.peek(1).is("default")) {
      tokens.next();
      tokens.next();
      return () -> {
        if (global) {
          session.resetGlobal(name);
        } else {
          session.reset(name);
        }
      };
    }
    String value = value(tokens, false).text();
    session.variable(name);
    return () -> {
      if (global) {
        session.setGlobal(name, value);
      } else {
        session.set(name, value);
      }
    };
  }

  private static boolean isVariable(Token token) {
    return token.kind() == Token.Kind.SYSTEM_VARIABLE;
  }

  /// Whether the token is GLOBAL, or begins with it: `@@global.x`.
  private static boolean isGlobal(Token token) {
    return token.is("global") || isVariable(token) && token.lower().startsWith("global.");
  }

  static String unscoped(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    for (String scope : List.of("session.", "local.", "global.")) {
      if (lower.startsWith(scope)) {
        return variable.substring(scope.length());
      }
    }
    return variable;
  }

  private Runnable charset(TokenReader tokens) {
    if (tokens.next().is("character")) {
      tokens.expect("set");
    }
    String charset = tokens.next().text();
    if (tokens.accept("collate")) {
      String collation = tokens.next().text();
      return () -> {
        setCharset(charset);
        session.set("collation_connection", collation);
      };
    }
    return () -> setCharset(charset);
  }

  private void setCharset(String charset) {
    for (String use : List.of("client", "connection", "results")) {
      session.set(
          "character_set_" + use, charset.equalsIgnoreCase("default") ? "utf8mb4" : charset);
    }
  }

  /// @param column whether a bare word is a column, which there is none of, and not its own value:
  ///   SET x = ON, SET character_set_results = utf8mb4
  private Literal value(TokenReader tokens, boolean column) {
    if (!tokens.accept("=", ":=")) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected =");
    }
    int start = tokens.peek().start();
    int end = start;
    Token first = tokens.peek();
    int depth = 0;
    int count = 0;
    while (!tokens.atEnd() && !(depth == 0 && tokens.peek().is(","))) {
      Token token = tokens.next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      end = token.end();
      count++;
    }
    if (count == 0) {
      throw new SqlException(
          SqlError.SYNTAX, Syntax.error(tokens.sql(), start, "expected a value").text());
    }
    if (count == 1 && first.is("null")) {
      return Literal.NULL;
    }
    boolean bare =
        count == 1
            && (first.kind() == Token.Kind.STRING || !column && first.kind() == Token.Kind.WORD);
    return bare ? Literal.string(first.text()) : evaluate.apply(tokens.sql().substring(start, end));
  }
}
