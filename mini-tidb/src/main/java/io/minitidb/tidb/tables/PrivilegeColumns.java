package io.minitidb.tidb.tables;

import io.minitidb.memtable.Column;
import io.minitidb.memtable.Privilege;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the tables of MySQL spell privileges: as columns with `Y` and `N`, as a list in one text,
/// and one a row.
final class PrivilegeColumns {
  /// Columns whose names say less than the privileges do.
  private static final Map<Privilege, String> SHORT =
      Map.of(
          Privilege.GRANT_OPTION, "Grant",
          Privilege.SHOW_DATABASES, "Show_db",
          Privilege.CREATE_TEMPORARY_TABLES, "Create_tmp_table",
          Privilege.REPLICATION_SLAVE, "Repl_slave",
          Privilege.REPLICATION_CLIENT, "Repl_client");

  /// The words of `tables_priv` that are not those of the columns.
  private static final Map<Privilege, String> IN_SETS =
      Map.of(
          Privilege.GRANT_OPTION, "Grant",
          Privilege.CREATE_VIEW, "Create View",
          Privilege.SHOW_VIEW, "Show view");

  private PrivilegeColumns() {}

  /// Returns the column of one privilege: `Select_priv`.
  static <R> Column<R> of(Privilege privilege, Function<R, Set<Privilege>> privileges) {
    return Column.<R>text(
            SHORT.getOrDefault(privilege, capitalized(privilege)) + "_priv",
            1,
            row -> privileges.apply(row).contains(privilege) ? "Y" : "N")
        .notNull();
  }

  /// Returns `Select,Create View`.
  static String set(Collection<Privilege> privileges) {
    return privileges.stream()
        .map(privilege -> IN_SETS.getOrDefault(privilege, capitalized(privilege)))
        .collect(Collectors.joining(","));
  }

  private static String capitalized(Privilege privilege) {
    String name = privilege.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /// Returns the words of each. GRANT OPTION is a column of its own where these stand, and who may
  /// nothing may USAGE.
  static Stream<String> words(Collection<Privilege> privileges) {
    Stream<String> words =
        privileges.stream()
            .filter(privilege -> privilege != Privilege.GRANT_OPTION)
            .map(Privilege::words);
    boolean none = privileges.stream().allMatch(Privilege.GRANT_OPTION::equals);
    return none ? Stream.of("USAGE") : words;
  }
}
