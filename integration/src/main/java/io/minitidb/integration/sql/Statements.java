package io.minitidb.integration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Splits a text into statements as the `mysql` client does.
final class Statements {

  /// @param vertical the statement ended with `\G`: one line a column instead of a table
  record Statement(String text, boolean vertical) {}

  private final String text;
  private final List<Statement> found = new ArrayList<>();
  private int start;

  private Statements(String text) {
    this.text = text;
  }

  /// Returns the statements of `text`, which end with `;`, `\g`, `\G` or the text's end. Quotes and
  /// comments may hold any of these.
  static List<Statement> split(String text) {
    Statements statements = new Statements(text);
    statements.scan();
    return statements.found;
  }

  private void scan() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"' || c == '`') {
        i = endOfQuoted(i);
      } else if (c == '#' || text.startsWith("-- ", i)) {
        i = indexAfter("\n", i);
      } else if (text.startsWith("/*", i)) {
        i = indexAfter("*/", i + 2);
      } else if (c == ';') {
        end(i, i + 1, false);
        i++;
      } else if (text.startsWith("\\g", i) || text.startsWith("\\G", i)) {
        end(i, i + 2, text.charAt(i + 1) == 'G');
        i += 2;
      } else {
        i++;
      }
    }
    end(text.length(), text.length(), false);
  }

  private int endOfQuoted(int from) {
    char quote = text.charAt(from);
    int i = from + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(i + 1, text.length());
  }

  private int indexAfter(String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }

  private void end(int to, int next, boolean vertical) {
    String statement = text.substring(start, to).strip();
    if (!statement.isEmpty()) {
      found.add(new Statement(statement, vertical));
    }
    start = next;
  }

  /// Returns whether asking for warnings would show those of an earlier statement.
  static boolean isShowWarnings(String statement) {
    return statement.toUpperCase(Locale.ROOT).matches("(?s)SHOW\\s+(WARNINGS|ERRORS).*");
  }
}
