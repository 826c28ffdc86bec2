package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.PrivilegeLevel;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The statements that would give an account what it has, as SHOW GRANTS shows them: what is
/// granted on everything, dynamic privileges apart, then on less by its name.
final class GrantLines {
  private GrantLines() {}

  static List<String> of(Account account) {
    Set<Privilege> everywhere = account.privileges();
    boolean all = everywhere.containsAll(GrantedPrivileges.all(Optional.empty()));
    Set<Privilege> fixed = EnumSet.noneOf(Privilege.class);
    Set<Privilege> dynamic = EnumSet.noneOf(Privilege.class);
    for (Privilege each : everywhere) {
      (each.level() == PrivilegeLevel.DYNAMIC && !all ? dynamic : fixed).add(each);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(account, fixed, Optional.empty()));
    if (!dynamic.isEmpty()) {
      lines.add(line(account, dynamic, Optional.empty()));
    }
    account
        .grants()
        .scoped()
        .forEach((scope, privileges) -> lines.add(line(account, privileges, Optional.of(scope))));
    return lines;
  }

  private static String line(Account account, Set<Privilege> privileges, Optional<Scope> scope) {
    return "GRANT "
        + words(privileges, GrantedPrivileges.all(scope))
        + " ON "
        + scope.map(Scope::sql).orElse("*.*")
        + " TO "
        + account.name().quoted()
        + (privileges.contains(Privilege.GRANT_OPTION) ? " WITH GRANT OPTION" : "");
  }

  private static String words(Set<Privilege> privileges, Collection<Privilege> all) {
    if (privileges.containsAll(all)) {
      return "ALL PRIVILEGES";
    }
    String words =
        privileges.stream()
            .filter(privilege -> privilege != Privilege.GRANT_OPTION)
            .map(Privilege::words)
            .collect(Collectors.joining(","));
    return words.isEmpty() ? "USAGE" : words;
  }
}
