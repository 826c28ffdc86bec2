package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// What GRANT and REVOKE name: privileges, and on what.
///
/// @param scope empty for `*.*`
/// @param everywhere whether it is `ALL PRIVILEGES, GRANT OPTION` of REVOKE, on everything there is
record GrantedPrivileges(Set<Privilege> privileges, Optional<Scope> scope, boolean everywhere) {
  /// What ALL stands for.
  static final Set<Privilege> ALL = EnumSet.complementOf(EnumSet.of(Privilege.GRANT_OPTION));

  /// What SHOW PRIVILEGES answers: what can be granted, and where, in MySQL's words.
  static final ShowQuery SHOWN =
      ShowQuery.of(
          """
          (SELECT 'Config' p, 'Server Admin' c, 'To read and change the configuration of all nodes' t
            UNION ALL SELECT 'Create user', 'Server Admin', 'To create new users'
            UNION ALL SELECT 'Grant option', 'Databases,Tables,Functions,Procedures',
              'To give to other users those privileges you possess'
            UNION ALL SELECT 'Process', 'Server Admin',
              'To view the plain text of currently executing queries'
            UNION ALL SELECT 'Select', 'Databases,Tables', 'To retrieve rows from table'
            UNION ALL SELECT 'Super', 'Server Admin',
              'To use KILL thread, SET GLOBAL, CHANGE MASTER, etc.'
            UNION ALL SELECT 'Usage', 'Server Admin', 'No privileges - allow connect only'
            UNION ALL SELECT 'CONNECTION_ADMIN', 'Server Admin', ''
            UNION ALL SELECT 'SYSTEM_VARIABLES_ADMIN', 'Server Admin', '') AS listed\
          """,
          "Privilege=p",
          "Context=c",
          "Comment=t");

  private static final List<String> OPTION = List.of(Privilege.GRANT_OPTION.words());
  private static final Set<Privilege> DYNAMIC =
      EnumSet.of(Privilege.CONNECTION_ADMIN, Privilege.SYSTEM_VARIABLES_ADMIN);

  /// Takes `SELECT, PROCESS ON *.*`.
  ///
  /// @param until the word behind it
  /// @throws SqlException 3929 for a privilege that there is not, 1221 or 3619 for one that cannot
  ///   be given on less than everything
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
        case "ALL", "ALL PRIVILEGES" ->
            privileges.addAll(scope.isPresent() ? EnumSet.of(Privilege.SELECT) : ALL);
        case "USAGE" -> {}
        default -> privileges.add(named(each));
      }
    }
    if (scope.isPresent()) {
      checkLevel(privileges);
    }
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

  /// @throws SqlException 1221 or 3619 for a privilege that is for everything or nothing
  static void checkLevel(Collection<Privilege> privileges) {
    for (Privilege privilege : privileges) {
      if (DYNAMIC.contains(privilege)) {
        throw new SqlException(
            SqlError.PRIVILEGE_LEVEL, "Illegal privilege level specified for " + privilege.words());
      }
      if (privilege != Privilege.SELECT) {
        throw new SqlException(
            SqlError.WRONG_USAGE, "Incorrect usage of DB GRANT and GLOBAL PRIVILEGES");
      }
    }
  }
}
