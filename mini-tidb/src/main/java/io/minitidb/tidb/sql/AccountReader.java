package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.AccountName;
import java.util.ArrayList;
import java.util.List;

/// Reads the names of accounts: `'ann'@'10.%'`, `ann`, `CURRENT_USER[()]`, `USER()`.
final class AccountReader {
  private static final int LONGEST_USER = 32;
  private static final int LONGEST_HOST = 255;

  private AccountReader() {}

  /// Takes one name or several with commas between.
  static List<AccountName> several(TokenReader tokens, Session session) {
    List<AccountName> names = new ArrayList<>();
    do {
      names.add(one(tokens, session));
    } while (tokens.accept(","));
    return names;
  }

  /// Takes one name.
  ///
  /// @throws SqlException 1470 for one that is too long, 1235 for one without a user
  static AccountName one(TokenReader tokens, Session session) {
    if (acceptSelf(tokens)) {
      return session.account();
    }
    Token user = tokens.next();
    if (!user.isName() && user.kind() != Token.Kind.STRING) {
      throw Syntax.error(tokens.sql(), user.start(), "expected a user");
    }
    String host = "";
    if (tokens.peek().kind() == Token.Kind.USER_VARIABLE) {
      host = tokens.next().text(); // the lexer takes @'host' for a variable
    }
    check(user.text(), LONGEST_USER, "user name");
    check(host, LONGEST_HOST, "host name");
    if (user.text().isEmpty()) {
      throw new SqlException(
          SqlError.NOT_SUPPORTED,
          "This version of mini-tidb doesn't yet support users without name");
    }
    return new AccountName(user.text(), host);
  }

  private static boolean acceptSelf(TokenReader tokens) {
    boolean called = tokens.peek(1).is("(") && tokens.peek(2).is(")");
    boolean bare =
        tokens.peek().is("current_user") && tokens.peek(1).kind() != Token.Kind.USER_VARIABLE;
    if (!bare && !(called && (tokens.peek().is("user") || tokens.peek().is("session_user")))) {
      return false;
    }
    tokens.next();
    if (called) {
      tokens.next();
      tokens.next();
    }
    return true;
  }

  private static void check(String text, int longest, String what) {
    if (text.codePointCount(0, text.length()) > longest) {
      throw new SqlException(
          SqlError.TOO_LONG,
          "String '"
              + text
              + "' is too long for "
              + what
              + " (should be no longer than "
              + longest
              + ")");
    }
  }
}
