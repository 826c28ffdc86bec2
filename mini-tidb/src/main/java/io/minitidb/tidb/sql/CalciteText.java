package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A MySQL query rewritten, token by token, into the text that our parser takes. Knows for every
/// place of the new text where it stood in the old one, for labels and error messages.
final class CalciteText {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  private final StringBuilder out = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private final String original;
  private final List<Token> tokens;

  private record Piece(int start, int end, Token token) {}

  /// @param tokens of `original`
  CalciteText(String original, List<Token> tokens) {
    this.original = original;
    this.tokens = tokens;
  }

  /// Adds what stands for `token`. A blank goes before it, or two signs in a row would begin a
  /// comment.
  void add(Token token, String replacement) {
    if (!out.isEmpty()) {
      out.append(' ');
    }
    int start = out.length();
    out.append(replacement);
    pieces.add(new Piece(start, out.length(), token));
  }

  /// Returns the offset of a line and column, both counted from 1.
  int position(int line, int column) {
    Matcher ends = LINE_END.matcher(out);
    int start = 0;
    for (int i = 1; i < line && ends.find(); i++) {
      start = ends.end();
    }
    return start + column - 1;
  }

  String text() {
    return out.toString();
  }

  /// Returns the query as it was.
  String statement() {
    return original;
  }

  /// Returns where the token that holds `position` of the new text begins in the original.
  int originalStart(int position) {
    for (Piece piece : pieces) {
      if (position < piece.end()) {
        return piece.token().start();
      }
    }
    return original.length();
  }

  /// Returns where the token behind the one that holds `position` of the new text begins in the
  /// original.
  int originalBehind(int position) {
    return tokens.get(Math.min(tokens.size() - 1, tokens.indexOf(token(position)) + 1)).start();
  }

  /// Returns how MySQL labels the expression between two positions of the new text: a string by its
  /// content, anything else as written.
  Label label(int first, int last) {
    Token from = token(first);
    return last < end(first) && from.kind() == Token.Kind.STRING
        ? new Label.Named(from.text())
        : new Label.Source(tokens.indexOf(from), tokens.indexOf(token(last)));
  }

  private Token token(int position) {
    for (Piece piece : pieces) {
      if (position < piece.end()) {
        return piece.token();
      }
    }
    return pieces.getLast().token();
  }

  private int end(int position) {
    for (Piece piece : pieces) {
      if (position < piece.end()) {
        return piece.end();
      }
    }
    return position;
  }

  /// Returns the original text from the token at `first` to the token at `last`, both positions of
  /// the new text.
  String original(int first, int last) {
    int end = original.length();
    for (Piece piece : pieces) {
      if (last < piece.end()) {
        end = piece.token().end();
        break;
      }
    }
    return original.substring(originalStart(first), end);
  }
}
