package io.minitidb.tidb.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads `src/test/resources/tables/expected-columns.txt`, which says how it is written.
final class ExpectedTables {
  private ExpectedTables() {}

  /// Returns the columns of each table as `NAME type`, and ` NOT NULL` where it is.
  static Map<String, List<String>> read() throws IOException {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    String text =
        Files.readString(Path.of("src/test/resources/tables/expected-columns.txt"))
            .replaceAll("(?m)^#.*\n", "")
            .replaceAll("\n +", " ");
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      String[] parts = line.split(": *", 2);
      boolean twin = parts[0].startsWith("*");
      String name = twin ? parts[0].substring(1) : parts[0];
      List<String> columns = columns(parts[1], tables);
      tables.put(name, columns);
      if (twin) {
        List<String> withInstance = new ArrayList<>(columns);
        withInstance.addFirst("INSTANCE varchar(64)");
        tables.put("cluster_" + name, withInstance);
      }
    }
    return tables;
  }

  private static List<String> columns(String text, Map<String, List<String>> before) {
    List<String> columns = new ArrayList<>();
    for (String each : text.split(",\\s*")) {
      if (each.startsWith("@")) {
        columns.addAll(Objects.requireNonNull(before.get(each.substring(1)), each));
      } else {
        String column = each.replaceFirst("!$", "");
        columns.add(
            (column.contains(" ") ? column : column + " varchar(64)")
                + (column.equals(each) ? "" : " NOT NULL"));
      }
    }
    return columns;
  }
}
