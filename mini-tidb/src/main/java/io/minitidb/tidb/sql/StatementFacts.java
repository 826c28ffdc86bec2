package io.minitidb.tidb.sql;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// What planning takes from the session. Plans are kept by all of it.
///
/// @param database the current one
/// @param variables gives the literal for `@@x` and `@x`
record StatementFacts(Optional<String> database, UnaryOperator<String> variables) {

  String variable(String name) {
    return variables.apply(name);
  }
}
