package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Calcite's complaints as MySQL's errors, which clients recognise by number and by words.
final class PlanErrors {

  private record Form(
      Pattern pattern, SqlError error, BiFunction<Matcher, Place, String> message) {}

  /// @param database the current one
  /// @param found what the complaint is about
  private record Place(String database, Clause.Found found) {
    String clause() {
      return found.clause();
    }

    /// Returns the whole name of which Calcite did not find `part`.
    String name(String part) {
      return found.name().isEmpty() ? part : found.name();
    }
  }

  private static final List<Form> FORMS =
      List.of(
          form(
              "Column '(.*)' not found in (?:any table|table '.*').*",
              SqlError.BAD_COLUMN,
              (m, at) -> "Unknown column '" + at.name(m.group(1)) + "' in '" + at.clause() + "'"),
          form(
              "Column '(.*)' is ambiguous",
              SqlError.AMBIGUOUS_COLUMN,
              (m, at) ->
                  "Column '" + at.name(m.group(1)) + "' in " + at.clause() + " is ambiguous"),
          form(
              "No match found for function signature ([^(]*)\\(.*",
              SqlError.NO_SUCH_FUNCTION,
              (m, at) ->
                  "FUNCTION "
                      + (at.database().isEmpty() ? "" : at.database() + ".")
                      + m.group(1)
                      + " does not exist"),
          form(
              "Expression '(.*)' is not being grouped",
              SqlError.NOT_FULLY_GROUPED,
              (m, at) ->
                  "Expression '"
                      + m.group(1)
                      + "' is not in GROUP BY clause and is not functionally dependent on columns in"
                      + " GROUP BY clause; this is incompatible with sql_mode=only_full_group_by"),
          form(
              "Duplicate relation name '(.*)' in FROM clause",
              SqlError.NOT_UNIQUE_TABLE,
              (m, at) -> "Not unique table/alias: '" + m.group(1) + "'"));

  private static final Pattern AT_END = Pattern.compile("Encountered \"[^\"\n]*<EOF>\"");
  private static final Pattern NO_TABLE =
      Pattern.compile("(?:Object|Table) '.*' not found.*", Pattern.DOTALL);

  private PlanErrors() {}

  private static Form form(
      String regex, SqlError error, BiFunction<Matcher, Place, String> message) {
    return new Form(Pattern.compile(regex, Pattern.DOTALL), error, message);
  }

  static SqlException syntax(SqlParseException e, CalciteText text, String sql) {
    boolean atEnd = AT_END.matcher(String.valueOf(e.getMessage())).lookingAt();
    if (e.getPos() == null || atEnd) {
      return Syntax.error(sql, atEnd ? sql.length() : 0, "");
    }
    return syntax(e.getPos(), text, sql, "");
  }

  static SqlException syntax(SqlParserPos pos, CalciteText text, String sql, String hint) {
    int at = text.originalStart(text.position(pos.getLineNum(), pos.getColumnNum()));
    return Syntax.error(sql, at, hint);
  }

  /// @param query what was parsed of `text`
  /// @param database the current one, which unqualified names belong to
  static SqlException validation(
      CalciteContextException e, SqlNode query, CalciteText text, String database) {
    String complaint =
        e.getCause() == null
            ? String.valueOf(e.getMessage())
            : String.valueOf(e.getCause().getMessage());
    if (NO_TABLE.matcher(complaint).matches()) {
      return noTable(e, text, database);
    }
    if (complaint.equals("Ordinal out of range")) {
      return new SqlException(
          SqlError.BAD_COLUMN, "Unknown column '" + source(e, text) + "' in 'order clause'", e);
    }
    Place place = new Place(database, Clause.of(query, position(e)));
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(complaint);
      if (matcher.matches()) {
        return new SqlException(form.error(), form.message().apply(matcher, place), e);
      }
    }
    return new SqlException(SqlError.UNKNOWN, complaint, e);
  }

  /// Calcite names the part that it did not find; MySQL names the whole table, so that is taken
  /// from the statement.
  private static SqlException noTable(
      CalciteContextException e, CalciteText text, String database) {
    String table = source(e, text).replace("`", "");
    if (!table.contains(".") && database.isEmpty()) {
      return new SqlException(SqlError.NO_DATABASE, "No database selected", e);
    }
    String full = table.contains(".") ? table : database + "." + table;
    return new SqlException(SqlError.NO_SUCH_TABLE, "Table '" + full + "' doesn't exist", e);
  }

  private static SqlParserPos position(CalciteContextException e) {
    return new SqlParserPos(
        e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn());
  }

  /// Returns the piece of the statement that Calcite complains about.
  private static String source(CalciteContextException e, CalciteText text) {
    int first = text.position(e.getPosLine(), e.getPosColumn());
    int last = text.position(e.getEndPosLine(), e.getEndPosColumn());
    return text.original(first, last);
  }
}
