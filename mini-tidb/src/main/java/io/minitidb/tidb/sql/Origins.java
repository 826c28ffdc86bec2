package io.minitidb.tidb.sql;

import io.minitidb.tidb.result.Result.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/// Which columns of tables a query shows as they are: drivers and their tools tell by that what a
/// value belongs to.
final class Origins {
  private static final int SCHEMA_TABLE_COLUMN = 3;

  private Origins() {}

  /// Returns the origins of the columns of `query`, which is valid; of none where they are not
  /// `count`.
  static List<Optional<Origin>> of(SqlValidator validator, SqlNode query, int count) {
    List<RelDataTypeField> fields = validator.getValidatedNodeType(query).getFieldList();
    List<Optional<Origin>> origins = new ArrayList<>();
    for (@Nullable List<String> names : validator.getFieldOrigins(query)) {
      origins.add(
          names != null && names.size() == SCHEMA_TABLE_COLUMN
              ? Optional.of(
                  origin(
                      names,
                      alias(query, origins.size()),
                      !fields.get(origins.size()).getType().isNullable()))
              : Optional.empty());
    }
    return origins.size() == count ? origins : Collections.nCopies(count, Optional.empty());
  }

  private static Origin origin(List<String> names, Optional<String> alias, boolean notNull) {
    return new Origin(
        names.get(0), names.get(1), alias.orElse(names.get(1)), names.get(2), notNull);
  }

  /// A valid column has what it belongs to before its name.
  private static Optional<String> alias(SqlNode query, int column) {
    return query instanceof SqlSelect select
            && column < select.getSelectList().size()
            && SqlUtil.stripAs(select.getSelectList().get(column)) instanceof SqlIdentifier name
            && name.names.size() > 1
        ? Optional.of(name.names.get(name.names.size() - 2))
        : Optional.empty();
  }
}
