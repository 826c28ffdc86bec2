package io.minitidb.tidb.users;

/// What a privilege to read is for, less than everything.
///
/// @param table `*` for all tables of the database
public record Scope(String database, String table) {
  private static final String ALL = "*";

  public static Scope of(String database) {
    return new Scope(database, ALL);
  }

  public boolean isWholeDatabase() {
    return table.equals(ALL);
  }

  /// Returns it as GRANT has it: `` `db`.* ``.
  public String sql() {
    return quoted(database) + "." + (isWholeDatabase() ? ALL : quoted(table));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
