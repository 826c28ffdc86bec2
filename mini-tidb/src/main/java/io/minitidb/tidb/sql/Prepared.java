package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A statement with `?` for its parameters. It is cut into tokens once; each execution puts the
/// values in the places of the marks and finds the plan as a statement with literals would.
///
/// @param marks the positions of the marks among the tokens
/// @param columns what a query will answer as far as that is known without the values; empty for
///   other statements
public record Prepared(
    String sql, List<Token> tokens, List<Integer> marks, List<Result.Column> columns) {

  static Prepared of(String sql, SqlMode mode) {
    List<Token> tokens = Lexer.tokens(sql, mode);
    List<Integer> marks =
        IntStream.range(0, tokens.size()).filter(i -> tokens.get(i).is("?")).boxed().toList();
    return new Prepared(sql, tokens, marks, List.of());
  }

  Prepared answering(List<Result.Column> answer) {
    return new Prepared(sql, tokens, marks, answer);
  }

  /// Returns the tokens of the statement with these values.
  ///
  /// @throws SqlException 1210 when there are more or fewer values than marks, or one in LIMIT that
  ///   is no count
  List<Token> bound(List<Literal> values) {
    check(values);
    List<Token> bound = new ArrayList<>(tokens);
    for (int i = 0; i < marks.size(); i++) {
      int at = marks.get(i);
      Token mark = tokens.get(at);
      Literal value = isCount(at) ? count(values.get(i)) : values.get(i);
      bound.set(at, new Token(kind(value), text(value), mark.start(), mark.end()));
    }
    return bound;
  }

  /// Returns the text of the statement with these values, for a session of this mode.
  ///
  /// @throws SqlException as [#bound(List)]
  String text(List<Literal> values, SqlMode mode) {
    check(values);
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 0; i < marks.size(); i++) {
      Token mark = tokens.get(marks.get(i));
      String value = values.get(i).sql();
      text.append(sql, from, mark.start())
          .append(mode.plainBackslash() ? value : value.replace("\\", "\\\\"));
      from = mark.end();
    }
    return text.append(sql, from, sql.length()).toString();
  }

  private void check(List<Literal> values) {
    if (values.size() != marks.size()) {
      throw new SqlException(SqlError.WRONG_ARGUMENTS, "Incorrect arguments to EXECUTE");
    }
  }

  private boolean isCount(int at) {
    return follows(at, "limit")
        || follows(at, "offset")
        || follows(at, ",") && follows(at - 2, "limit");
  }

  private boolean follows(int at, String word) {
    return at > 0 && tokens.get(at - 1).is(word);
  }

  /// Drivers that know no types send the numbers of LIMIT as texts.
  private static Literal count(Literal value) {
    try {
      BigInteger count = new BigDecimal(value.text().strip()).toBigIntegerExact();
      if (count.signum() >= 0) {
        return Literal.number(count.toString());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // No whole number.
    }
    throw new SqlException(SqlError.WRONG_ARGUMENTS, "Incorrect arguments to LIMIT");
  }

  private static Token.Kind kind(Literal value) {
    return switch (value.kind()) {
      case NULL -> Token.Kind.WORD;
      case NUMBER -> Token.Kind.NUMBER;
      case STRING -> Token.Kind.STRING;
    };
  }

  private static String text(Literal value) {
    return value.kind() == Literal.Kind.NULL ? "NULL" : value.text();
  }
}
