package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text at the semicolons between statements.
final class StatementSplitter {
  private StatementSplitter() {}

  /// Returns the statements, at least one. What cannot be read is left to the last of them.
  ///
  /// @param mode of the session, which says where a string ends
  static List<String> split(String text, SqlMode mode) {
    if (text.indexOf(';') < 0) {
      return List.of(text);
    }
    List<String> statements = new ArrayList<>();
    int from = 0;
    boolean empty = true;
    for (Token token : Lexer.tokensAsFarAsPossible(text, mode)) {
      if (token.is(";")) {
        statements.add(text.substring(from, token.start()));
        from = token.end();
        empty = true;
      } else if (token.kind() != Token.Kind.END) {
        empty = false;
      }
    }
    if (statements.isEmpty() || !empty || !isComment(text.substring(from), mode)) {
      statements.add(text.substring(from));
    }
    return statements;
  }

  private static boolean isComment(String text, SqlMode mode) {
    try {
      return Lexer.tokens(text, mode).size() == 1;
    } catch (SqlException e) {
      return false;
    }
  }
}
