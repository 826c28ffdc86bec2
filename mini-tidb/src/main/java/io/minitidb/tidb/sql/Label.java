package io.minitidb.tidb.sql;

import java.util.List;

/// The name of a result column. A plan serves statements that differ in blanks and comments, so
/// what shows a piece of the statement keeps the place of the piece.
sealed interface Label {

  /// A name that is the same for all of them.
  record Named(String name) implements Label {}

  /// The text from one token to another, both included.
  record Source(int first, int last) implements Label {}

  default String of(String sql, List<Token> tokens) {
    return switch (this) {
      case Named named -> named.name();
      case Source source ->
          sql.substring(tokens.get(source.first()).start(), tokens.get(source.last()).end());
    };
  }
}
