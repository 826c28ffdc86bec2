package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pool of connections over a mini-tidb that goes and comes back.
@ExtendWith(ClusterExtension.class)
class PoolIT {
  private static final int SIZE = 5;

  private final LocalCluster cluster;
  private final Node tidb;

  PoolIT(LocalCluster cluster) {
    this.cluster = cluster;
    this.tidb = cluster.node("tidb-1");
  }

  private HikariDataSource pool(String driver, boolean testQuery) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:" + driver + "://" + tidb.address() + "/information_schema?user=root");
    config.setMaximumPoolSize(SIZE);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setReadOnly(true);
    config.setConnectionTimeout(Duration.ofMinutes(1).toMillis());
    config.setLeakDetectionThreshold(Duration.ofSeconds(30).toMillis());
    if (testQuery) {
      config.setConnectionTestQuery("select 1");
    }
    return new HikariDataSource(config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void aPoolOutlivesARestart(String driver) throws SQLException {
    try (HikariDataSource pool = pool(driver, driver.equals("mysql"))) {
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        all.add(pool.getConnection());
        assertThat(new Sql(all.get(i)).column("select @@autocommit, 1")).containsExactly("0");
      }
      for (Connection connection : all) {
        connection.rollback();
        connection.close();
      }
      assertThat(connections()).isEqualTo(SIZE);
      cluster.kill(tidb.name());
      cluster.restart(tidb.name());
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .untilAsserted(() -> {
            try (Connection connection = pool.getConnection()) {
              assertThat(new Sql(connection).column("select database()"))
                  .containsExactly("information_schema");
            }
          });
    }
    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(connections()).isZero());
  }

  /// Returns how many connections the server has, but for the one that asks.
  private long connections() throws SQLException {
    try (Connection own = Drivers.connect(tidb.jdbcUrl())) {
      return Long.parseLong(
          new Sql(own)
              .column(
                  "select count(*) from information_schema.processlist where id <> connection_id()")
              .getFirst());
    }
  }
}
