package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Literal;
import java.util.Optional;
import java.util.function.Function;

/// The right side of an assignment to an item of the configuration: an expression without columns,
/// a bare word, or DEFAULT.
///
/// @param evaluate computes an expression, given as text
record AssignedValue(Function<String, Literal> evaluate) {

  /// Takes `= value`; empty is DEFAULT.
  ///
  /// @throws SqlException 1105 for NULL
  Optional<String> read(TokenReader tokens) {
    if (!tokens.accept("=", ":=")) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected =");
    }
    Token first = tokens.peek();
    String text = tokens.expression();
    boolean single = text.length() == first.end() - first.start();
    if (single && first.is("default")) {
      return Optional.empty();
    }
    if (single && (first.kind() == Token.Kind.WORD || first.kind() == Token.Kind.STRING)) {
      return Optional.of(notNull(first.is("null") ? Literal.NULL : Literal.string(first.text())));
    }
    return Optional.of(notNull(evaluate.apply(text)));
  }

  static String notNull(Literal value) {
    if (value.kind() == Literal.Kind.NULL) {
      throw new SqlException(SqlError.UNKNOWN, "can't set config to null");
    }
    return value.text();
  }
}
