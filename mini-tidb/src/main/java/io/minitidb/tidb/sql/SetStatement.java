package io.minitidb.tidb.sql;

import static io.minitidb.tidb.sql.VariableName.Scope.NONE;

import io.minitidb.desired.Edit;
import io.minitidb.tidb.session.Charsets;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// SET of variables: several in one statement, NAMES and CHARACTER SET among them, with expressions
/// on the right side.
final class SetStatement {
  private final Session session;
  private final Function<String, Literal> evaluate;
  private final VariableAssignments assignments;

  /// @param evaluate computes an expression, given as text, to its value
  SetStatement(Session session, Function<String, Literal> evaluate) {
    this.session = session;
    this.evaluate = evaluate;
    this.assignments = new VariableAssignments(session);
  }

  /// Answers what follows the word SET. Nothing is set when one part of the statement is wrong.
  ///
  /// @param clusterChanges makes a change that names the cluster
  void run(TokenReader tokens, GlobalChanges changes, Consumer<List<Edit>> clusterChanges) {
    read(tokens);
    assignments.run(changes, clusterChanges);
  }

  /// Returns what does the statement, when it is only about this session; else empty. Nothing is
  /// changed before.
  Optional<Runnable> own(TokenReader tokens) {
    read(tokens);
    return assignments.own();
  }

  /// Returns what the statement would change on nodes, and changes nothing.
  List<Edit> edits(TokenReader tokens) {
    read(tokens);
    return assignments.edits();
  }

  private void read(TokenReader tokens) {
    do {
      assignment(tokens);
    } while (tokens.accept(","));
    tokens.end();
  }

  private void assignment(TokenReader tokens) {
    if (tokens.peek().is("names") || tokens.peek().is("character") || tokens.peek().is("charset")) {
      charset(tokens);
      return;
    }
    if (tokens.peek().kind() == Token.Kind.USER_VARIABLE) {
      String name = tokens.next().text();
      Literal value = value(tokens, true);
      assignments.add(() -> session.setUserVariable(name, value));
      return;
    }
    VariableName.Scope scope =
        tokens.peek(1).isName() ? VariableName.Scope.of(tokens.peek().lower()) : NONE;
    if (scope != NONE) {
      tokens.next();
    }
    if (tokens.accept("transaction")) {
      transaction(tokens, scope);
      return;
    }
    VariableName target =
        scope == VariableName.Scope.CLUSTER
            ? new VariableName(scope, SetConfig.key(tokens))
            : target(tokens, scope);
    assignments.add(target, assigned(tokens));
  }

  /// Takes `= value`; empty is DEFAULT.
  private Optional<Literal> assigned(TokenReader tokens) {
    if (tokens.peek(1).is("default")) {
      tokens.next();
      tokens.next();
      return Optional.empty();
    }
    return Optional.of(value(tokens, false));
  }

  private static VariableName target(TokenReader tokens, VariableName.Scope scope) {
    Token target = tokens.next();
    if (target.kind() == Token.Kind.SYSTEM_VARIABLE && scope == NONE) {
      return VariableName.of(target.text());
    }
    if (!target.isName()) {
      throw Syntax.error(tokens.sql(), target.start(), "expected a variable");
    }
    return new VariableName(scope, target.text());
  }

  /// Takes `ISOLATION LEVEL x`, `READ ONLY` and `READ WRITE`. Without a scope they are for the next
  /// transaction only, which here does nothing.
  private void transaction(TokenReader tokens, VariableName.Scope scope) {
    do {
      String name;
      String value;
      if (tokens.accept("isolation")) {
        tokens.expect("level");
        name = "transaction_isolation";
        value = tokens.next().text();
        if (tokens.peek().isName() && !value.equalsIgnoreCase("serializable")) {
          value += "-" + tokens.next().text();
        }
      } else {
        tokens.expect("read");
        name = "transaction_read_only";
        value = tokens.accept("only") ? "ON" : "OFF";
        if (value.equals("OFF")) {
          tokens.expect("write");
        }
      }
      SystemVariables.known(name).take(value);
      if (scope != NONE) {
        assignments.add(new VariableName(scope, name), Optional.of(Literal.string(value)));
      }
    } while (tokens.accept(","));
  }

  private void charset(TokenReader tokens) {
    boolean names = tokens.accept("names");
    if (!names && tokens.next().is("character")) {
      tokens.expect("set");
    }
    String charset = charsetName(tokens);
    assignments.add(() -> {
      session.variables().set("character_set_client", charset);
      session.variables().set("character_set_results", charset);
    });
    Optional<String> collation =
        names && tokens.accept("collate")
            ? Optional.of(tokens.next().text()).filter(name -> !name.equalsIgnoreCase("default"))
            : Optional.empty();
    String connection =
        names
            ? Charsets.collation(charset, collation)
            : session.variables().value("collation_database");
    assignments.add(
        new VariableName(NONE, "collation_connection"), Optional.of(Literal.string(connection)));
  }

  private static String charsetName(TokenReader tokens) {
    Token name = tokens.next();
    if (name.is("default")) {
      return "utf8mb4";
    }
    if (!name.isName() && name.kind() != Token.Kind.STRING) {
      throw Syntax.error(tokens.sql(), name.start(), "expected a character set");
    }
    return Charsets.known(name.text());
  }

  /// @param column whether a bare word is a column, which there is none of, and not its own value:
  ///   SET x = ON, SET character_set_results = utf8mb4
  private Literal value(TokenReader tokens, boolean column) {
    if (!tokens.accept("=", ":=")) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected =");
    }
    Token first = tokens.peek();
    String text = tokens.expression();
    boolean single = text.length() == first.end() - first.start();
    if (single && first.is("null")) {
      return Literal.NULL;
    }
    boolean bare =
        single && (first.kind() == Token.Kind.STRING || !column && first.kind() == Token.Kind.WORD);
    return bare ? Literal.string(first.text()) : evaluate.apply(text);
  }
}
