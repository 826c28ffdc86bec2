package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.PrivilegeLevel;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// What GRANT and REVOKE name: privileges, and on what.
///
/// @param scope empty for `*.*`
/// @param everywhere whether it is `ALL PRIVILEGES, GRANT OPTION` of REVOKE, on everything there is
record GrantedPrivileges(Set<Privilege> privileges, Optional<Scope> scope, boolean everywhere) {
  private static final List<String> OPTION = List.of(Privilege.GRANT_OPTION.words());

  /// Returns what ALL stands for.
  ///
  /// @param scope empty for `*.*`
  static Set<Privilege> all(Optional<Scope> scope) {
    return Arrays.stream(Privilege.values())
        .filter(privilege -> privilege != Privilege.GRANT_OPTION)
        .filter(privilege -> scope.isEmpty() || scope.get().takes(privilege))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Privilege.class)));
  }

  /// Takes `SELECT, PROCESS ON *.*`.
  ///
  /// @param until the word behind it
  /// @throws SqlException 3929 for a privilege that there is not, 1221, 1144 or 3619 for one that
  ///   cannot be given on so little
  static GrantedPrivileges read(TokenReader tokens, String until, Session session) {
    List<String> words = new ArrayList<>();
    do {
      words.add(words(tokens, until));
    } while (tokens.accept(","));
    if (tokens.peek().is(until)) {
      return withoutScope(words, until);
    }
    tokens.expect("on");
    tokens.accept("table");
    Optional<Scope> scope = scope(tokens, session);
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (String each : words) {
      switch (each) {
        case "ALL", "ALL PRIVILEGES" -> privileges.addAll(all(scope));
        case "USAGE" -> {}
        default -> privileges.add(named(each));
      }
    }
    scope.ifPresent(on -> checkLevel(privileges, on));
    return new GrantedPrivileges(privileges, scope, false);
  }

  private static GrantedPrivileges withoutScope(List<String> words, String until) {
    boolean all = words.getFirst().equals("ALL") || words.getFirst().equals("ALL PRIVILEGES");
    if (!until.equals("from") || !all || !words.subList(1, words.size()).equals(OPTION)) {
      throw new SqlException(
          SqlError.NOT_SUPPORTED,
          "This version of mini-tidb doesn't yet support roles; privileges are given ON *.*");
    }
    return new GrantedPrivileges(EnumSet.allOf(Privilege.class), Optional.empty(), true);
  }

  private static String words(TokenReader tokens, String until) {
    StringJoiner words = new StringJoiner(" ");
    int start = tokens.peek().start();
    while (tokens.peek().isName() && !tokens.peek().is("on") && !tokens.peek().is(until)) {
      words.add(tokens.next().text().toUpperCase(Locale.ROOT));
    }
    if (tokens.peek().is("(")) {
      throw new SqlException(
          SqlError.NOT_SUPPORTED,
          "This version of mini-tidb doesn't yet support privileges on columns");
    }
    if (words.length() == 0) {
      throw Syntax.error(tokens.sql(), start, "expected a privilege");
    }
    return words.toString();
  }

  private static Privilege named(String words) {
    return Arrays.stream(Privilege.values())
        .filter(privilege -> privilege.words().equals(words))
        .findFirst()
        .orElseThrow(() ->
            new SqlException(
                SqlError.UNKNOWN_PRIVILEGE,
                "Dynamic privilege '" + words + "' is not registered with the server."));
  }

  /// Takes `*.*`, `db.*`, `*`, `db.table` or `table`.
  private static Optional<Scope> scope(TokenReader tokens, Session session) {
    String first = tokens.accept("*") ? "" : tokens.name();
    if (!tokens.accept(".")) {
      String database =
          session
              .database()
              .orElseThrow(() -> new SqlException(SqlError.NO_DATABASE, "No database selected"));
      return Optional.of(first.isEmpty() ? Scope.of(database) : new Scope(database, first));
    }
    if (first.isEmpty()) {
      tokens.expect("*");
      return Optional.empty();
    }
    return Optional.of(tokens.accept("*") ? Scope.of(first) : new Scope(first, tokens.name()));
  }

  private static void checkLevel(Set<Privilege> privileges, Scope scope) {
    for (Privilege privilege : privileges) {
      if (privilege.level() == PrivilegeLevel.DYNAMIC) {
        throw new SqlException(
            SqlError.PRIVILEGE_LEVEL, "Illegal privilege level specified for " + privilege.words());
      }
      if (!scope.takes(privilege)) {
        throw scope.isWholeDatabase()
            ? new SqlException(
                SqlError.WRONG_USAGE, "Incorrect usage of DB GRANT and GLOBAL PRIVILEGES")
            : new SqlException(
                SqlError.ILLEGAL_GRANT,
                "Illegal GRANT/REVOKE command; please consult the manual to see which privileges can be used");
      }
    }
  }
}
