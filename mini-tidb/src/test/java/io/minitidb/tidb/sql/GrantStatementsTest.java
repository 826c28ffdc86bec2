package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The privileges that MySQL knows, on everything and on less.
@SuppressWarnings("NullAway.Init")
class GrantStatementsTest {
  private static final String NEEDS =
      "1227 Access denied; you need (at least one of) the %s privilege(s) for this operation";

  private TestCluster cluster;
  private UserSession root;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    root = UserSession.login(cluster, "root", "");
    root.run("create user ann, bob");
  }

  @AfterEach
  void stop() throws SQLException {
    root.close();
    cluster.close();
  }

  private String firstGrant(String user) throws SQLException {
    return root.run("show grants for " + user).getFirst();
  }

  @Test
  void whatGuidesOfMonitoringSayIsGranted() throws SQLException {
    root.run("grant PROCESS, REPLICATION CLIENT, SELECT on *.* to ann");
    assertThat(firstGrant("ann"))
        .isEqualTo("GRANT SELECT,PROCESS,REPLICATION CLIENT ON *.* TO 'ann'@'%'");
    assertThat(
            root.run(
                "select repl_client_priv, file_priv, show_db_priv from mysql.user where user = 'ann'"))
        .containsExactly("Y | N | N");
  }

  @Test
  void everyPrivilegeThatIsListedCanBeGrantedByItsName() throws SQLException {
    for (String privilege : root.run("select lower(p) from (" + listed() + ") x")) {
      root.run("grant " + privilege + " on *.* to ann");
    }
    assertThat(root.run("show grants for ann"))
        .containsExactly("GRANT ALL PRIVILEGES ON *.* TO 'ann'@'%' WITH GRANT OPTION");
    root.run("revoke file, connection_admin on *.* from ann");
    assertThat(root.run("show grants for ann"))
        .satisfiesExactly(
            fixed ->
                assertThat(fixed)
                    .startsWith("GRANT SELECT,INSERT,UPDATE,DELETE,CREATE,DROP,RELOAD,SHUTDOWN,")
                    .endsWith("DROP ROLE,CONFIG ON *.* TO 'ann'@'%' WITH GRANT OPTION"),
            dynamic ->
                assertThat(dynamic).isEqualTo("GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO 'ann'@'%'"));
  }

  /// `GRANT OPTION` stands in no row of `user_privileges`.
  private String listed() throws SQLException {
    return "select privilege_type p from information_schema.user_privileges where grantee like '%root%'"
        + " union all select 'GRANT OPTION'";
  }

  @Test
  void onADatabaseStandsWhatIsGrantedThere() throws SQLException {
    root.run("grant select, insert, create view on app.* to ann");
    root.run("grant all privileges on app2.* to ann with grant option");
    assertThat(root.run("show grants for ann"))
        .containsExactly(
            "GRANT USAGE ON *.* TO 'ann'@'%'",
            "GRANT SELECT,INSERT,CREATE VIEW ON `app`.* TO 'ann'@'%'",
            "GRANT ALL PRIVILEGES ON `app2`.* TO 'ann'@'%' WITH GRANT OPTION");
    assertThat(
            root.run(
                "select db, select_priv, insert_priv, update_priv, grant_priv, lock_tables_priv from mysql.db order by db"))
        .containsExactly("app | Y | Y | N | N | N", "app2 | Y | Y | Y | Y | Y");
    assertThat(
            root.run(
                "select table_schema, privilege_type, is_grantable from information_schema.schema_privileges where table_schema = 'app'"))
        .containsExactly("app | SELECT | NO", "app | INSERT | NO", "app | CREATE VIEW | NO");
    assertThat(
            root.run(
                "select count(*), min(is_grantable) from information_schema.schema_privileges where table_schema = 'app2'"))
        .containsExactly("18 | YES");
    root.run("revoke all on app2.* from ann");
    assertThat(root.run("show grants for ann"))
        .contains("GRANT USAGE ON `app2`.* TO 'ann'@'%' WITH GRANT OPTION");
    root.run("revoke grant option on app2.* from ann");
    root.run("revoke update, insert on app.* from ann");
    assertThat(root.run("show grants for ann"))
        .containsExactly(
            "GRANT USAGE ON *.* TO 'ann'@'%'", "GRANT SELECT,CREATE VIEW ON `app`.* TO 'ann'@'%'");
  }

  @Test
  void onATableStandsWhatIsGrantedThere() throws SQLException {
    root.run("grant select, update, create view, show view, trigger on app.t to ann");
    root.run("grant grant option on app.t to ann");
    assertThat(root.run("select db, table_name, table_priv, column_priv from mysql.tables_priv"))
        .containsExactly("app | t | Select,Update,Grant,Create View,Show view,Trigger | ");
    assertThat(
            root.run(
                "select table_name, privilege_type, is_grantable from information_schema.table_privileges"))
        .containsExactly(
            "t | SELECT | YES",
            "t | UPDATE | YES",
            "t | CREATE VIEW | YES",
            "t | SHOW VIEW | YES",
            "t | TRIGGER | YES");
    root.run("revoke all privileges, grant option from ann");
    assertThat(root.run("show grants for ann")).hasSize(1);
    assertThat(root.run("select * from mysql.tables_priv")).isEmpty();
  }

  @Test
  void whoMayGiveOnADatabaseGivesThereWhatHeHasThere() throws SQLException {
    root.run("grant select, insert on app.* to ann with grant option");
    try (UserSession ann = UserSession.login(cluster, "ann", "")) {
      ann.run("grant insert on app.* to bob");
      ann.run("grant select on app.t to bob");
      assertThat(ann.error("grant update on app.* to bob")).isEqualTo(NEEDS.formatted("UPDATE"));
      assertThat(ann.error("grant select on app2.* to bob"))
          .isEqualTo(NEEDS.formatted("GRANT OPTION"));
      assertThat(ann.error("grant select on *.* to bob"))
          .isEqualTo(NEEDS.formatted("GRANT OPTION"));
      ann.run("revoke insert on app.* from bob");
    }
    assertThat(root.run("show grants for bob"))
        .containsExactly(
            "GRANT USAGE ON *.* TO 'bob'@'%'", "GRANT SELECT ON `app`.`t` TO 'bob'@'%'");
  }

  @Test
  void nobodyGetsWhatAnotherHasOnADatabase() throws SQLException {
    root.run("grant create user on *.* to ann");
    root.run("grant delete on app.* to bob");
    try (UserSession ann = UserSession.login(cluster, "ann", "")) {
      assertThat(ann.error("set password for bob = 'x'")).isEqualTo(NEEDS.formatted("DELETE"));
      root.run("grant delete on app.* to ann");
      ann.run("set password for bob = 'x'");
    }
  }

  @Test
  void privilegesToWritePermitNothing() throws SQLException {
    root.run("grant all on *.* to ann");
    try (UserSession ann = UserSession.login(cluster, "ann", "")) {
      assertThat(ann.error("delete from mysql.user"))
          .isEqualTo("1142 DELETE command denied to user 'ann'@'127.0.0.1' for table 'user'");
      assertThat(ann.error("create database app")).startsWith("1044 ");
    }
  }
}
