package io.minitidb.tidb.sql;

import io.minitidb.config.ConfigTree;
import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Takes secrets out of the text of a statement before anybody but its own connection sees it, in
/// the process list, the slow log, statement summaries, histories: passwords of users, and values
/// of configuration items that nobody may read.
public final class SecretText {
  static final String HIDDEN = "***";

  /// One of these stands in every text that has a secret.
  private static final List<String> SIGNS =
      List.of("identified", "passw", "passphrase", "secret", "credential", "token");

  private static final Set<String> ABOUT_USERS = Set.of("create", "alter", "grant", "set");
  private static final Set<String> BEFORE_PASSWORD =
      Set.of("by", "as", "password", "replace", "=", ":=", "(");
  private static final Set<String> AFTER_VALUE =
      Set.of("where", "and", "or", "order", "limit", ";");

  private final String sql;
  private final SqlMode mode;
  private final List<Token> tokens;
  private final StringBuilder out = new StringBuilder();
  private int copied;

  private SecretText(String sql, SqlMode mode) {
    this.sql = sql;
    this.mode = mode;
    this.tokens = Lexer.tokensAsFarAsPossible(sql, mode);
  }

  /// Returns `sql` with `'***'` in the place of each secret; the same text when there is none.
  ///
  /// @param mode by which its session reads it
  public static String hide(String sql, SqlMode mode) {
    if (!mayHold(sql)) {
      return sql;
    }
    boolean whole = isWhole(sql, mode);
    SecretText text = new SecretText(sql, mode);
    text.hideAll();
    return text.rest(whole);
  }

  /// Cheap, since every statement is looked at.
  private static boolean mayHold(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      switch (sql.charAt(i) | 0x20) {
        case 'i', 'p', 's', 'c', 't' -> {
          for (String sign : SIGNS) {
            if (sql.regionMatches(true, i, sign, 0, sign.length())) {
              return true;
            }
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isWhole(String sql, SqlMode mode) {
    try {
      return !Lexer.tokens(sql, mode).isEmpty();
    } catch (SqlException e) {
      return false;
    }
  }

  private void hideAll() {
    boolean user = isAboutUsers();
    boolean update = isUpdateOfSecret();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (isAssignment(i) && (isSecretName(i - 1) || update && tokens.get(i - 1).is("value"))) {
        i = hideValue(i + 1);
      } else if (isText(token)
          && (user && i > 0 && BEFORE_PASSWORD.contains(tokens.get(i - 1).lower())
              || !hide(token.text(), mode).equals(token.text()))) {
        hide(token.start(), token.end());
      }
    }
  }

  /// What stands between double quotes was meant as one, even where it is a name.
  private boolean isText(Token token) {
    return switch (token.kind()) {
      case STRING, BYTES -> true;
      case QUOTED_NAME -> sql.charAt(token.start()) == '"';
      default -> false;
    };
  }

  private boolean isAboutUsers() {
    Token first = tokens.getFirst();
    boolean named =
        tokens.stream().anyMatch(token -> token.is("identified") || token.is("password"));
    return named && ABOUT_USERS.contains(first.lower());
  }

  /// Whether the values of a secret item are set: `UPDATE ... SET value = 'x' WHERE key = 'token'`.
  private boolean isUpdateOfSecret() {
    return tokens.stream().anyMatch(token -> token.is("update"))
        && tokens.stream()
            .anyMatch(token -> token.kind() == Token.Kind.STRING && mayHold(token.text()));
  }

  private boolean isAssignment(int at) {
    Token token = tokens.get(at);
    return at > 0 && (token.is("=") || token.is(":="));
  }

  private boolean isSecretName(int at) {
    Token name = tokens.get(at);
    return (name.kind() != Token.Kind.SYMBOL)
        && ConfigTree.isSecret(name.text().toLowerCase(Locale.ROOT));
  }

  /// Hides an expression, and returns the position of its last token.
  private int hideValue(int from) {
    int depth = 0;
    int to = from;
    while (tokens.get(to).kind() != Token.Kind.END && !(depth == 0 && endsValue(tokens.get(to)))) {
      depth += tokens.get(to).is("(") ? 1 : tokens.get(to).is(")") ? -1 : 0;
      to++;
    }
    if (to > from) {
      hide(tokens.get(from).start(), tokens.get(to - 1).end());
    }
    return to - 1;
  }

  private static boolean endsValue(Token token) {
    return token.is(",") || token.is(")") || AFTER_VALUE.contains(token.lower());
  }

  private void hide(int start, int end) {
    out.append(sql, copied, start).append('\'').append(HIDDEN).append('\'');
    copied = end;
  }

  /// What cannot be read to its end may end in half a secret.
  private String rest(boolean whole) {
    int end = whole ? sql.length() : tokens.size() < 2 ? 0 : tokens.get(tokens.size() - 2).end();
    if (copied == 0 && whole) {
      return sql;
    }
    out.append(sql, Math.min(copied, end), end);
    return whole ? out.toString() : out.append(" " + HIDDEN).toString();
  }
}
