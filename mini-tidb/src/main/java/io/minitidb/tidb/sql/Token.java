package io.minitidb.tidb.sql;

import java.util.Locale;

/// A piece of a statement's text.
///
/// @param text the token as the lexer understood it: the content of a string, the name inside
///   backquotes, two hexadecimal digits for each byte of `x'41'`, otherwise as written
/// @param start where it begins in the statement
/// @param end where it ends, exclusive
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    BYTES,
    SYSTEM_VARIABLE,
    USER_VARIABLE,
    SYMBOL,
    END
  }

  /// Returns whether this is the unquoted word `word`, in any case.
  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }
}
