package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A statement's text, read: what is known of it before anybody runs it.
///
/// @param tokens the last one of kind END
/// @param first the first token in lower case
/// @param type as STMT_TYPE has it
/// @param diagnostic whether it only asks for the warnings of the one before, which it keeps
/// @param form of a SELECT; empty as well for one that is wrong
/// @param shape of a SELECT without variables, which is the same for all sessions
record ReadText(
    String sql,
    List<Token> tokens,
    String first,
    String type,
    boolean diagnostic,
    Optional<SelectForm> form,
    Optional<StatementShape> shape) {

  /// @throws SqlException 1064 for a string, name or comment that does not end
  static ReadText of(String sql, SqlMode mode) {
    List<Token> tokens = Lexer.tokens(sql, mode);
    TokenReader reader = new TokenReader(sql, tokens);
    String first = reader.peek().lower();
    Optional<SelectForm> form = first.equals("select") ? form(sql, tokens) : Optional.empty();
    return new ReadText(
        sql,
        tokens,
        first,
        StatementType.of(reader),
        ShowStatements.isDiagnostic(reader),
        form,
        form.filter(each -> each.tokens().stream().noneMatch(ReadText::isVariable))
            .map(each -> StatementShape.of(each.tokens(), name -> name)));
  }

  /// What is wrong is said when the statement runs.
  private static Optional<SelectForm> form(String sql, List<Token> tokens) {
    try {
      return Optional.of(SelectForm.of(sql, tokens));
    } catch (SqlException e) {
      return Optional.empty();
    }
  }

  private static boolean isVariable(Token token) {
    return token.kind() == Token.Kind.SYSTEM_VARIABLE || token.kind() == Token.Kind.USER_VARIABLE;
  }

  /// Returns whether one of its variables is known only once the statement has begun, or has to be
  /// asked for.
  boolean hasVariableOfStatement() {
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.SYSTEM_VARIABLE) {
        String name = token.text().toLowerCase(Locale.ROOT);
        if (name.endsWith("_count") || name.startsWith("cluster.")) {
          return true;
        }
      }
    }
    return false;
  }

  TokenReader reader() {
    return new TokenReader(sql, tokens);
  }
}
