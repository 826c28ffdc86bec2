package io.minitidb.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.integration.sql.TextTable.Heading;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table =
      new TextTable(List.of(new Heading("name", false), new Heading("n", true)));

  @Test
  void looksLikeTheMysqlClients() {
    table.add(List.of("a", "12")).add(Arrays.asList(null, "3"));
    assertThat(table.horizontal())
        .isEqualTo(
            """
            +------+----+
            | name | n  |
            +------+----+
            | a    | 12 |
            | NULL |  3 |
            +------+----+
            """);
  }

  @Test
  void widthsAreThoseOfTheTerminal() {
    table.add(List.of("数据库", "1"));
    assertThat(table.horizontal())
        .isEqualTo(
            """
            +--------+---+
            | name   | n |
            +--------+---+
            | 数据库 | 1 |
            +--------+---+
            """);
  }

  @Test
  void verticalHasALineForEachColumn() {
    table.add(List.of("a", "12"));
    assertThat(table.vertical())
        .isEqualTo(
            """
            *************************** 1. row ***************************
            name: a
               n: 12
            """);
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> table.add(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
  }
}
