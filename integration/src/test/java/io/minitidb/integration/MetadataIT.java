package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every method of DatabaseMetaData by each driver. Those whose answers matter have tests of their
/// own beside mini-tidb.
@ExtendWith(ClusterExtension.class)
class MetadataIT {
  private static final int[] RESULT_SET = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY};

  private final Node tidb;

  MetadataIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://%s/information_schema?user=root",
        "jdbc:mysql://%s/information_schema?user=root&useInformationSchema=false",
        "old:jdbc:mysql://%s/information_schema?user=root",
        "jdbc:mariadb://%s/information_schema?user=root"
      })
  void everyMethodAnswers(String url) throws Exception {
    List<String> failures = new ArrayList<>();
    int called = 0;
    try (Connection connection = Drivers.connect(url.formatted(tidb.address()))) {
      DatabaseMetaData meta = connection.getMetaData();
      for (Method method : DatabaseMetaData.class.getMethods()) {
        called++;
        try {
          read(method.invoke(meta, arguments(method)), method);
        } catch (InvocationTargetException e) {
          if (!(e.getCause() instanceof SQLFeatureNotSupportedException)) {
            failures.add(method.getName() + ": " + e.getCause());
          }
        }
      }
      assertThat(connection.isValid(5)).isTrue();
    }
    assertThat(failures).isEmpty();
    assertThat(called).isGreaterThan(170);
  }

  private static void read(Object answer, Method method) throws SQLException {
    switch (answer) {
      case ResultSet rows -> {
        try (rows) {
          int columns = rows.getMetaData().getColumnCount();
          assertThat(columns).as(method.getName()).isPositive();
          while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
              rows.getObject(i);
            }
          }
        }
      }
      case String text -> assertThat(text).as(method.getName()).isNotNull();
      case RowIdLifetime lifetime -> assertThat(lifetime).isNotNull();
      case null -> {}
      default -> {}
    }
  }

  /// The catalog, a table that is there, and patterns for everything else.
  private static Object[] arguments(Method method) {
    int[] used = {0, 0};
    return Arrays.stream(method.getParameterTypes())
        .map(type -> {
          if (type == String.class) {
            return switch (used[0]++) {
              case 0, 3 -> "information_schema";
              case 2, 5 -> "character_sets";
              default -> method.getName().contains("Columns") ? "%" : null;
            };
          }
          return switch (type.getName()) {
            case "int" ->
                method.getName().equals("supportsResultSetConcurrency") ? RESULT_SET[used[1]++] : 1;
            case "boolean" -> true;
            case "[Ljava.lang.String;", "[I" -> null;
            case "java.lang.Class" -> DatabaseMetaData.class;
            default -> throw new IllegalArgumentException(method.toString());
          };
        })
        .toArray();
  }
}
