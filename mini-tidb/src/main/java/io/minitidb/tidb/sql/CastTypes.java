package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;

/// Reads the type in CAST and CONVERT and says it in the parser's words.
final class CastTypes {
  private CastTypes() {}

  /// A type, and the number of tokens that said it.
  record Read(String type, int tokens) {}

  /// Reads the type that begins at `start`.
  ///
  /// @throws io.minitidb.tidb.error.SqlException 1064 for what is no type
  static Read read(String sql, List<Token> tokens, int start) {
    TokenReader reader = new TokenReader(sql, tokens.subList(start, tokens.size()));
    Token first = reader.peek();
    String name = reader.next().lower();
    if (name.equals("national") && !reader.accept("char", "character")) {
      throw Syntax.error(sql, reader.peek().start(), "expected CHAR");
    }
    List<String> digits = digits(reader);
    String precision = digits.isEmpty() ? "" : "(" + String.join(",", digits) + ")";
    String type =
        switch (name) {
          case "signed" -> integer(reader, "BIGINT");
          case "unsigned" -> integer(reader, "BIGINT UNSIGNED");
          case "bigint", "int", "integer", "smallint", "tinyint", "mediumint" ->
              reader.accept("unsigned") ? "BIGINT UNSIGNED" : "BIGINT";
          case "char", "character", "nchar", "national", "varchar" -> text(reader, precision);
          case "binary", "varbinary" -> "BINARY" + precision;
          case "date" -> "DATE";
          case "datetime", "timestamp" -> "TIMESTAMP" + precision;
          case "time" -> "TIME" + precision;
          case "decimal", "dec", "numeric" -> "DECIMAL" + (digits.isEmpty() ? "(10,0)" : precision);
          case "double", "float", "real" -> {
            reader.accept("precision");
            yield "DOUBLE";
          }
          case "json", "year" -> Rewriting.quoted(name.toUpperCase(java.util.Locale.ROOT));
          default -> throw Syntax.error(sql, first.start(), "expected a type");
        };
    if (!reader.peek().is(")")) {
      throw Syntax.error(sql, reader.peek().start(), "");
    }
    return new Read(type, tokens.size() - start - reader.restTokens().size());
  }

  private static String integer(TokenReader reader, String type) {
    reader.accept("integer", "int");
    return type;
  }

  private static String text(TokenReader reader, String precision) {
    if (reader.accept("character")) {
      reader.expect("set");
      MysqlWords.charset(reader.next().text());
    } else if (reader.accept("charset")) {
      MysqlWords.charset(reader.next().text());
    } else {
      reader.accept("ascii", "unicode", "binary");
    }
    return "CHAR" + precision;
  }

  private static List<String> digits(TokenReader reader) {
    List<String> digits = new ArrayList<>();
    if (reader.accept("(")) {
      do {
        digits.add(reader.next().text());
      } while (reader.accept(","));
      reader.expect(")");
    }
    return digits;
  }
}
