package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.tidb.result.Result;
import java.util.List;
import java.util.stream.Stream;

/// `HELP 'topic'`: MySQL's columns and no topics, which clients tell as "nothing found".
final class HelpStatement {
  private HelpStatement() {}

  static Result answer(TokenReader tokens) {
    tokens.next();
    tokens.next();
    tokens.end();
    return FixedRows.of(
        Stream.of("source_category_name", "name", "is_it_category")
            .map(label -> new Result.Column(label, Type.varchar(64)))
            .toList(),
        List.of());
  }
}
