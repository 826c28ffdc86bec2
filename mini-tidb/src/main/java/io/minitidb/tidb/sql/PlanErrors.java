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
  /// @param source the same as it is written
  private record Place(String database, Clause.Found found, String source) {
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
              "(?:Windowed a|A)ggregate expression is illegal in .*"
                  + "|Aggregate expressions cannot be nested"
                  + "|GROUPING operator may only occur in .*",
              SqlError.GROUP_FUNCTION,
              (m, at) -> "Invalid use of group function"),
          form(
              "Argument to GROUPING operator must be a grouped expression",
              SqlError.NOT_GROUPED,
              (m, at) -> "Argument #1 of GROUPING function is not in GROUP BY"),
          form(
              "Expression '(.*)' is not in the select clause",
              SqlError.ORDER_OF_DISTINCT,
              (m, at) ->
                  "Expression #"
                      + at.found().item()
                      + " of ORDER BY clause is not in SELECT list, references column '"
                      + m.group(1)
                      + "' which is not in SELECT list; this is incompatible with DISTINCT"),
          form(
              "Column count mismatch in .*",
              SqlError.COLUMN_COUNT,
              (m, at) -> "The used SELECT statements have a different number of columns"),
          form(
              "Cannot apply '\\$SCALAR_QUERY' .*"
                  + "|Values passed to .* (?:ALL|SOME|ANY) operator must have compatible types",
              SqlError.OPERAND_COLUMNS,
              (m, at) -> "Operand should contain 1 column(s)"),
          form(
              "List of column aliases must have same degree as table.*"
                  + "|Number of columns must match number of query columns",
              SqlError.COLUMN_LIST,
              (m, at) ->
                  "In definition of view, derived table or common table expression, SELECT list and"
                      + " column names list have different column counts"),
          form(
              "Column has duplicate column name '(.*)' and no column list specified",
              SqlError.DUPLICATE_COLUMN,
              (m, at) -> "Duplicate column name '" + m.group(1) + "'"),
          form(
              "Column name '(.*)' in NATURAL join or USING clause is not unique on one side of join",
              SqlError.AMBIGUOUS_COLUMN,
              (m, at) -> "Column '" + m.group(1) + "' in from clause is ambiguous"),
          form(
              "Unknown identifier '(?:.*\\.)?(.*)'",
              SqlError.UNKNOWN_TABLE,
              (m, at) -> "Unknown table '" + m.group(1) + "'"),
          form(
              "Numeric literal '(.*E.*)' out of range",
              SqlError.ILLEGAL_NUMBER,
              (m, at) -> "Illegal double '" + at.source() + "' value found during parsing"),
          form(
              "Numeric literal '(.*)' out of range",
              SqlError.OUT_OF_RANGE,
              (m, at) -> "DECIMAL value is out of range in '" + at.source() + "'"),
          form(
              "Duplicate relation name '(.*)' in FROM clause",
              SqlError.NOT_UNIQUE_TABLE,
              (m, at) -> "Not unique table/alias: '" + m.group(1) + "'"));

  private static final Pattern AT_END = Pattern.compile("Encountered \"[^\"\n]*<EOF>\"");
  private static final Pattern NO_TABLE =
      Pattern.compile("(?:Object|Table) '.*' not found.*", Pattern.DOTALL);

  private static final Pattern UNGROUPED =
      Pattern.compile("Expression '(.*)' is not being grouped", Pattern.DOTALL);

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
    return new Places(text, sql).at(e.getPos(), "");
  }

  /// @param query what was parsed of `text`, as it was before anything made of it another
  /// @param database the current one, which unqualified names belong to
  static SqlException validation(
      CalciteContextException e, SqlNode query, CalciteText text, String database) {
    String complaint =
        e.getCause() == null
            ? String.valueOf(e.getMessage())
            : String.valueOf(e.getCause().getMessage());
    Clause.Found found = Clause.of(query, position(e));
    if (NO_TABLE.matcher(complaint).matches()) {
      if (found.name().isEmpty() || found.isTable()) {
        return noTable(e, text, database);
      }
      return badColumn(found.name(), found, e);
    }
    Matcher ungrouped = UNGROUPED.matcher(complaint);
    if (ungrouped.matches()) {
      return GroupErrors.notGrouped(ungrouped.group(1), found, e);
    }
    switch (complaint) {
      case "String literal continued on same line", "Illegal use of dynamic parameter" -> {
        return new Places(text, text.statement()).at(position(e), "");
      }
      case "Ordinal out of range" -> {
        return badColumn(source(e, text), found, e);
      }
      case "Aggregate expression is illegal in GROUP BY clause" -> {
        return GroupErrors.byAggregate(query, text, e);
      }
      case "Window specification must contain an ORDER BY clause",
          "Data type of ORDER BY prohibits use of RANGE clause",
          "RANGE clause cannot be used with compound ORDER BY clause" -> {
        return RangeErrors.order(query);
      }
      case "Data Type mismatch between ORDER BY and RANGE clause" -> {
        return RangeErrors.bound(query);
      }
      default -> {}
    }
    Place place = new Place(database, found, source(e, text));
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(complaint);
      if (matcher.matches()) {
        return new SqlException(form.error(), form.message().apply(matcher, place), e);
      }
    }
    return new SqlException(SqlError.UNKNOWN, complaint, e);
  }

  private static SqlException badColumn(String name, Clause.Found at, Throwable cause) {
    return new SqlException(
        SqlError.BAD_COLUMN, "Unknown column '" + name + "' in '" + at.clause() + "'", cause);
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
