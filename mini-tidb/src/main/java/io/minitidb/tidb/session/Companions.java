package io.minitidb.tidb.session;

import java.util.Map;
import java.util.Optional;

/// Variables that change with another one: a character set with its collation, and the new name of
/// a variable with the old one.
public final class Companions {
  private static final Map<String, String> OTHER_NAME =
      Map.of(
          "transaction_isolation", "tx_isolation",
          "tx_isolation", "transaction_isolation",
          "transaction_read_only", "tx_read_only",
          "tx_read_only", "transaction_read_only");

  /// @param value in its normal form
  public record Companion(Variable variable, String value) {}

  private Companions() {}

  /// Returns what changes when `variable` becomes `value`.
  ///
  /// @param value in its normal form
  public static Optional<Companion> of(Variable variable, String value) {
    String name = variable.name();
    String other = OTHER_NAME.get(name);
    if (other != null) {
      return companion(other, value);
    }
    return switch (name) {
      case "character_set_connection", "character_set_server", "character_set_database" ->
          companion(name.replace("character_set", "collation"), Charsets.standard(value));
      case "collation_connection", "collation_server", "collation_database" ->
          companion(
              name.replace("collation", "character_set"), Charsets.of(Charsets.collation(value)));
      default -> Optional.empty();
    };
  }

  private static Optional<Companion> companion(String name, String value) {
    return Optional.of(new Companion(SystemVariables.known(name), value));
  }
}
