package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The R2DBC drivers for MySQL and for MariaDB.
@ExtendWith(ClusterExtension.class)
class ReactiveDriversIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Node tidb;

  ReactiveDriversIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql",
        "mysql?useServerPrepareStatement=true",
        "mysql?compressionAlgorithms=zstd",
        "mysql?compressionAlgorithms=zlib",
        "mariadb",
        "mariadb?useServerPrepStmts=true"
      })
  void aDriverQueriesInATransaction(String driver) {
    String[] parts = driver.split("\\?");
    String url =
        "r2dbc:%s://root@%s/information_schema%s"
            .formatted(parts[0], tidb.address(), parts.length > 1 ? "?" + parts[1] : "");
    Connection connection =
        Objects.requireNonNull(
            Mono.<Connection>from(ConnectionFactories.get(url).create()).block(LIMIT));
    try {
      await(connection.setTransactionIsolationLevel(IsolationLevel.READ_COMMITTED));
      await(connection.beginTransaction());
      assertThat(
              texts(
                  connection.createStatement(
                      "select id from cluster_node_infos where node_type = 'pd' order by id")))
          .containsExactly("pd-0", "pd-1", "pd-2");
      assertThat(
              texts(
                  connection
                      .createStatement("select concat(?, 1 + ?)")
                      .bind(0, "it's \\ ä😀")
                      .bind(1, 41)))
          .containsExactly("it's \\ ä😀42");
      await(connection.commitTransaction());
      assertThatThrownBy(() -> texts(connection.createStatement("select * from nothing")))
          .isInstanceOfSatisfying(
              R2dbcException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1146));
      assertThat(Mono.from(connection.validate(ValidationDepth.REMOTE)).block(LIMIT)).isTrue();
    } finally {
      await(connection.close());
    }
  }

  private static void await(Publisher<Void> publisher) {
    Mono.from(publisher).block(LIMIT);
  }

  private static List<String> texts(Statement statement) {
    return Objects.requireNonNull(
        Flux.from(statement.execute())
            .concatMap(result -> result.map((row, meta) -> row.get(0, String.class)))
            .collectList()
            .block(LIMIT));
  }
}
