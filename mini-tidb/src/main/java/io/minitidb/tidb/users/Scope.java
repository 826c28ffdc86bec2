package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.PrivilegeLevel;
import java.util.Comparator;

/// What a privilege is for, less than everything.
///
/// @param table `*` for all tables of the database
public record Scope(String database, String table) {
  /// By names; a database stands before its tables.
  public static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::database).thenComparing(Scope::table);

  private static final String ALL = "*";

  public static Scope of(String database) {
    return new Scope(database, ALL);
  }

  public boolean isWholeDatabase() {
    return table.equals(ALL);
  }

  /// Returns whether the privilege can be given on so little.
  public boolean takes(Privilege privilege) {
    PrivilegeLevel least = isWholeDatabase() ? PrivilegeLevel.DATABASE : PrivilegeLevel.TABLE;
    return privilege.level().compareTo(least) >= 0;
  }

  /// Returns it as GRANT has it: `` `db`.* ``.
  public String sql() {
    return quoted(database) + "." + (isWholeDatabase() ? ALL : quoted(table));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
