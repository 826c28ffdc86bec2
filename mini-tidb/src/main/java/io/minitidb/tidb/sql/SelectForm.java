package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A query apart from what it does beside answering rows: setting user variables (`INTO @a, @b`,
/// `@a := 1` in the select list), and counting the rows that its LIMIT leaves out.
///
/// @param tokens the query alone
/// @param into the variables that the only row is for; empty when it is for the client
/// @param assigned the columns that are put into variables as well
/// @param counted the LIMIT of SQL_CALC_FOUND_ROWS, which is not among the tokens
/// @param limited whether the query has a LIMIT at its end
record SelectForm(
    List<Token> tokens,
    List<String> into,
    List<Assigned> assigned,
    Optional<Shown> counted,
    boolean limited) {

  /// `@variable := ...` as an item of the select list.
  ///
  /// @param label the item as it is written
  record Assigned(int column, String variable, Optional<String> label) {}

  /// Which rows a client sees.
  record Shown(long offset, long limit) {}

  /// Nearly all queries do nothing else; they are only looked through.
  static SelectForm of(String sql, List<Token> tokens) {
    int depth = 0;
    boolean plain = true;
    boolean limited = false;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case SYMBOL -> {
          depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
          plain &= !token.is(":=");
        }
        case WORD -> {
          plain &= !token.is("into") && !token.is("sql_calc_found_rows");
          limited |= depth == 0 && token.is("limit");
        }
        default -> {}
      }
    }
    return plain
        ? new SelectForm(tokens, List.of(), List.of(), Optional.empty(), limited)
        : new SelectFormReader(sql, SelectList.resolved(sql, tokens), limited).read();
  }

  /// Returns whether the query only answers rows.
  boolean isPlain() {
    return into.isEmpty() && assigned.isEmpty() && counted.isEmpty();
  }

  /// Returns the labels of the columns as the whole query has them.
  List<String> labels(List<String> plain) {
    List<String> labels = new ArrayList<>(plain);
    for (Assigned each : assigned) {
      each.label().ifPresent(label -> labels.set(each.column(), label));
    }
    return labels;
  }

  /// @throws SqlException 1222 when INTO has not a variable for each column
  void checkInto(int columns) {
    if (!into.isEmpty() && into.size() != columns) {
      throw new SqlException(
          SqlError.COLUMN_COUNT, "The used SELECT statements have a different number of columns");
    }
  }
}
