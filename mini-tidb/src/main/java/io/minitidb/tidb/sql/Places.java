package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;
import org.apache.calcite.sql.parser.SqlParserPos;

/// The places of a statement that its syntax errors point at.
///
/// @param text what was parsed of the statement
record Places(CalciteText text, String sql) {
  /// Returns error 1064 at a place.
  ///
  /// @param why may be empty
  SqlException at(SqlParserPos pos, String why) {
    int start = text.originalStart(text.position(pos.getLineNum(), pos.getColumnNum()));
    return Syntax.error(sql, start, why);
  }

  /// Returns error 1064 at what follows a place.
  SqlException behind(SqlParserPos pos) {
    int end = text.position(pos.getEndLineNum(), pos.getEndColumnNum());
    return Syntax.error(sql, text.originalBehind(end), "");
  }

  /// Returns error 1064 at the last token of a place.
  SqlException atEnd(SqlParserPos pos) {
    int end = text.position(pos.getEndLineNum(), pos.getEndColumnNum());
    return Syntax.error(sql, text.originalStart(end), "");
  }
}
