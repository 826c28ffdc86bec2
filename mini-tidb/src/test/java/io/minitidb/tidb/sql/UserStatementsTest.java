package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class UserStatementsTest {
  private static final String NEEDS =
      "1227 Access denied; you need (at least one of) the %s privilege(s) for this operation";

  private TestCluster cluster;
  private UserSession root;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    root = UserSession.login(cluster, "root", "");
  }

  @AfterEach
  void stop() throws SQLException {
    root.close();
    cluster.close();
  }

  private UserSession login(String user) throws SQLException {
    return UserSession.login(cluster, user, "");
  }

  @Test
  void severalAccountsAreMadeOrNone() throws SQLException {
    root.run("create user ann, 'bob'@'10.%' identified by 'x' with max_user_connections 3");
    assertThat(root.error("create user cat, ann, bob@'10.%'"))
        .isEqualTo("1396 Operation CREATE USER failed for 'ann'@'%','bob'@'10.%'");
    assertThat(root.error("drop user ann, cat"))
        .isEqualTo("1396 Operation DROP USER failed for 'cat'@'%'");
    assertThat(root.error("alter user cat account lock"))
        .isEqualTo("1396 Operation ALTER USER failed for 'cat'@'%'");
    assertThat(
            root.run(
                "select user, host, has_password, max_user_connections from mysql.user order by 1"))
        .containsExactly("ann | % | N | 3", "bob | 10.% | Y | 3", "root | % | N | 0");
    root.run("drop user ann, bob@'10.%'");
    assertThat(root.run("select user from mysql.user")).containsExactly("root");
  }

  @Test
  void ifExistsLeavesNotes() throws SQLException {
    root.run("create user if not exists ann, root");
    assertThat(root.run("show warnings"))
        .containsExactly("Note | 3163 | Authorization ID 'root'@'%' already exists.");
    root.run("drop user if exists ann, bob");
    assertThat(root.run("show warnings"))
        .containsExactly("Note | 3162 | Authorization ID 'bob'@'%' does not exist.");
    root.run("alter user if exists bob account lock");
    assertThat(root.run("show warnings")).hasSize(1);
  }

  @Test
  void grantsOnLessThanEverythingStandInTables() throws SQLException {
    root.run("create user ann, bob");
    root.run("grant select on performance_schema.* to ann");
    root.run("grant select on mysql.user to ann");
    root.run("grant select on mysql.* to bob");
    assertThat(
            root.run("select host, db, user, select_priv, insert_priv from mysql.db order by user"))
        .containsExactly("% | performance_schema | ann | Y | N", "% | mysql | bob | Y | N");
    assertThat(root.run("select * from mysql.tables_priv"))
        .containsExactly("% | mysql | ann | user |  | null | Select | ");
    try (UserSession ann = login("ann")) {
      assertThat(ann.run("select * from information_schema.schema_privileges"))
          .containsExactly("'ann'@'%' | def | performance_schema | SELECT | NO");
      assertThat(ann.run("select * from information_schema.table_privileges"))
          .containsExactly("'ann'@'%' | def | mysql | user | SELECT | NO");
    }
  }

  @Test
  void rootCannotBeDropped() {
    assertThat(root.error("drop user if exists root"))
        .isEqualTo("1396 Operation DROP USER failed for 'root'@'%'");
  }

  @Test
  void grantsAreShownAsTheyWereGiven() throws SQLException {
    root.run("create user ann, bob");
    assertThat(root.run("show grants for ann")).containsExactly("GRANT USAGE ON *.* TO 'ann'@'%'");
    root.run("grant select, process, create user on *.* to ann, bob with grant option");
    root.run("grant select on mysql.* to ann");
    root.run("grant all on information_schema.tables to ann");
    assertThat(root.run("show grants for ann@'%'"))
        .containsExactly(
            "GRANT SELECT,PROCESS,CREATE USER ON *.* TO 'ann'@'%' WITH GRANT OPTION",
            "GRANT ALL PRIVILEGES ON `information_schema`.`tables` TO 'ann'@'%'",
            "GRANT SELECT ON `mysql`.* TO 'ann'@'%'");
    root.run("revoke select on mysql.* from ann");
    root.run("revoke process, grant option on *.* from ann");
    assertThat(root.run("show grants for ann"))
        .containsExactly(
            "GRANT SELECT,CREATE USER ON *.* TO 'ann'@'%'",
            "GRANT ALL PRIVILEGES ON `information_schema`.`tables` TO 'ann'@'%'");
    root.run("revoke all privileges, grant option from ann, bob");
    assertThat(root.run("show grants for ann")).containsExactly("GRANT USAGE ON *.* TO 'ann'@'%'");
    assertThat(root.run("show grants"))
        .containsExactly("GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION");
  }

  @Test
  void whatCannotBeGrantedSaysWhy() throws SQLException {
    root.run("create user ann");
    assertThat(root.error("grant fly on *.* to ann"))
        .isEqualTo("3929 Dynamic privilege 'FLY' is not registered with the server.");
    assertThat(root.error("grant process on mysql.* to ann"))
        .isEqualTo("1221 Incorrect usage of DB GRANT and GLOBAL PRIVILEGES");
    assertThat(root.error("grant lock tables, insert on mysql.user to ann"))
        .isEqualTo(
            "1144 Illegal GRANT/REVOKE command; please consult the manual to see which privileges can be used");
    assertThat(root.error("grant connection_admin on mysql.* to ann"))
        .isEqualTo("3619 Illegal privilege level specified for CONNECTION_ADMIN");
    assertThat(root.error("grant select (a) on mysql.user to ann")).startsWith("1235 ");
    assertThat(root.error("grant admin to ann")).startsWith("1235 ");
    assertThat(root.error("grant select on *.* to nobody"))
        .isEqualTo("1410 You are not allowed to create a user with GRANT");
    assertThat(root.error("revoke select on *.* from nobody"))
        .isEqualTo("1141 There is no such grant defined for user 'nobody' on host '%'");
    assertThat(root.error("revoke select on mysql.* from ann")).startsWith("1141 ");
    assertThat(root.error("revoke select on mysql.user from ann"))
        .isEqualTo(
            "1147 There is no such grant defined for user 'ann' on host '%' on table 'user'");
    assertThat(root.error("show grants for nobody")).startsWith("1141 ");
    assertThat(root.error("grant on *.* to ann")).startsWith("1064 ");
    assertThat(root.error("grant process on *.* ann")).startsWith("1064 ");
    assertThat(root.run("show grants for ann")).containsExactly("GRANT USAGE ON *.* TO 'ann'@'%'");
  }

  @Test
  void whatCannotBeCreatedSaysWhy() {
    assertThat(root.error("create user a identified with sha9 by 'x'"))
        .isEqualTo("1524 Plugin 'sha9' is not loaded");
    assertThat(root.error("create user a identified with mysql_native_password as 'x'"))
        .startsWith("1827 ");
    assertThat(root.error("create user " + "a".repeat(33))).startsWith("1470 ");
    assertThat(root.error("create user ''@'%'")).startsWith("1235 ");
    assertThat(root.error("create user a require x509")).startsWith("1235 ");
    assertThat(root.error("create user a with max_queries_per_hour 3")).startsWith("1235 ");
    assertThat(root.error("create user a password expire")).startsWith("1235 ");
    assertThat(root.error("create user")).startsWith("1064 ");
    assertThat(root.error("create user a b")).startsWith("1064 ");
    assertThat(root.error("create user a identified by")).startsWith("1064 ");
    assertThat(root.error("create user a identified by x")).startsWith("1064 ");
    assertThat(root.error("create user a account close")).startsWith("1064 ");
    assertThat(root.error("set password for nobody = 'x'"))
        .isEqualTo("1133 Can't find any matching row in the user table");
  }

  @Test
  void theHashIsTakenButNeverShown() throws SQLException {
    root.run(
        "create user ann identified with mysql_native_password as"
            + " '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19' require none account lock");
    assertThat(root.run("show create user ann"))
        .containsExactly(
            "CREATE USER 'ann'@'%' IDENTIFIED WITH 'mysql_native_password' AS '***' REQUIRE NONE"
                + " ACCOUNT LOCK");
    root.run("alter user ann account unlock");
    UserSession.login(cluster, "ann", "password").close();
    assertThat(root.error("show create user bob"))
        .isEqualTo("1396 Operation SHOW CREATE USER failed for 'bob'@'%'");
  }

  @Test
  void everybodySetsHisOwnPasswordAndNobodyElses() throws SQLException {
    root.run("create user ann, bob");
    try (UserSession ann = login("ann")) {
      ann.run("set password = 'one'");
      UserSession.login(cluster, "ann", "one").close();
      ann.run("alter user user() identified by 'two'");
      UserSession.login(cluster, "ann", "two").close();
      ann.run("set password for current_user() = password('three')");
      UserSession.login(cluster, "ann", "three").close();
      assertThat(ann.error("set password for bob = 'x'")).isEqualTo(NEEDS.formatted("CREATE USER"));
      assertThat(ann.error("alter user bob identified by 'x'"))
          .isEqualTo(NEEDS.formatted("CREATE USER"));
      assertThat(ann.error("alter user ann account lock"))
          .isEqualTo(NEEDS.formatted("CREATE USER"));
    }
  }

  @Test
  void whoMayNotSaysWhatIsMissing() throws SQLException {
    root.run("create user ann, bob");
    try (UserSession ann = login("ann")) {
      assertThat(ann.error("create user cat")).isEqualTo(NEEDS.formatted("CREATE USER"));
      assertThat(ann.error("drop user bob")).isEqualTo(NEEDS.formatted("CREATE USER"));
      assertThat(ann.error("grant process on *.* to ann"))
          .isEqualTo(NEEDS.formatted("GRANT OPTION"));
      assertThat(ann.error("revoke process on *.* from bob"))
          .isEqualTo(NEEDS.formatted("GRANT OPTION"));
      assertThat(ann.error("show grants for bob"))
          .isEqualTo(NEEDS.formatted("SUPER or CREATE USER"));
      assertThat(ann.error("show create user bob"))
          .isEqualTo(NEEDS.formatted("SUPER or CREATE USER"));
      assertThat(ann.error("select * from mysql.user"))
          .isEqualTo(NEEDS.formatted("SUPER or CREATE USER"));
      assertThat(ann.run("show grants")).containsExactly("GRANT USAGE ON *.* TO 'ann'@'%'");
      assertThat(ann.run("show create user ann")).hasSize(1);
    }
  }

  @Test
  void nobodyGetsOrGivesWhatHeHasNot() throws SQLException {
    root.run("create user ann, bob");
    root.run("grant create user, process on *.* to ann with grant option");
    try (UserSession ann = login("ann")) {
      ann.run("grant process on *.* to bob");
      assertThat(ann.error("grant super on *.* to bob")).isEqualTo(NEEDS.formatted("SUPER"));
      assertThat(ann.error("grant all on *.* to ann")).isEqualTo(NEEDS.formatted("SELECT"));
      assertThat(ann.error("revoke all on *.* from root")).isEqualTo(NEEDS.formatted("SELECT"));
      assertThat(ann.error("set password for root = 'x'")).isEqualTo(NEEDS.formatted("SELECT"));
      assertThat(ann.error("alter user root account lock")).isEqualTo(NEEDS.formatted("SELECT"));
      root.run("grant config on *.* to bob");
      assertThat(ann.error("drop user bob")).isEqualTo(NEEDS.formatted("CONFIG"));
      root.run("revoke config on *.* from bob");
      ann.run("drop user bob");
    }
  }

  @Test
  void anOpenSessionHasThePrivilegesOfItsNextStatement() throws SQLException {
    root.run("create user ann");
    try (UserSession ann = login("ann")) {
      String all = "select count(*) from processlist where user = 'root'";
      assertThat(ann.error("select * from cluster_config")).isEqualTo(NEEDS.formatted("CONFIG"));
      assertThat(ann.run(all)).containsExactly("0");
      assertThat(ann.error("set global tidb_slow_log_threshold = 300"))
          .isEqualTo(NEEDS.formatted("SUPER or SYSTEM_VARIABLES_ADMIN"));
      root.run("grant config, process, system_variables_admin on *.* to ann");
      assertThat(ann.error("select * from cluster_config")).isEqualTo("none");
      assertThat(ann.run(all)).containsExactly("1");
      ann.run("set global tidb_slow_log_threshold = 300");
      root.run("revoke process on *.* from ann");
      assertThat(ann.run(all)).containsExactly("0");
      root.run("drop user ann");
      assertThat(ann.error("select * from cluster_config")).isEqualTo(NEEDS.formatted("CONFIG"));
      assertThat(ann.run("select 1")).containsExactly("1");
    }
  }

  @Test
  void userPrivilegesShowsOnesOwnOrAll() throws SQLException {
    root.run("create user ann, 'ann'@'10.%', bob@localhost");
    root.run("grant process, config on *.* to ann");
    String query =
        "select grantee, privilege_type, is_grantable from user_privileges order by 1, 2";
    try (UserSession ann = login("ann");
        UserSession bob = login("bob")) {
      assertThat(ann.run(query))
          .containsExactly("'ann'@'%' | CONFIG | NO", "'ann'@'%' | PROCESS | NO");
      assertThat(bob.run(query)).containsExactly("'bob'@'localhost' | USAGE | NO");
      assertThat(root.run(query))
          .hasSize(4 + Privilege.values().length - 1)
          .contains("'ann'@'10.%' | USAGE | NO", "'root'@'%' | CREATE USER | YES");
      assertThat(bob.run("select user(), current_user(), session_user()"))
          .containsExactly("bob@127.0.0.1 | bob@localhost | bob@127.0.0.1");
    }
  }
}
