package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes what SET GLOBAL changes: items of the configuration.
public interface GlobalChanges {
  /// Of an engine without a configuration: nothing can be set.
  GlobalChanges REFUSED =
      new GlobalChanges() {
        @Override
        public void set(Session by, Map<String, Optional<String>> variables) {
          throw new SqlException(SqlError.NOT_SUPPORTED, "This server has no configuration");
        }

        @Override
        public Set<String> changed() {
          return Set.of();
        }
      };

  /// Sets all of these variables or none, and returns when they hold.
  ///
  /// @param by whose statement it is; it gets warnings
  /// @param variables values in their normal form by name; empty for the value without SQL
  /// @throws SqlException when the change is refused
  void set(Session by, Map<String, Optional<String>> variables);

  /// Returns the names of the variables that SQL has set.
  Set<String> changed();
}
