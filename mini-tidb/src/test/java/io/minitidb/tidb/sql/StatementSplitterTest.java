package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.digest.SqlMode;
import org.junit.jupiter.api.Test;

final class StatementSplitterTest {
  private static final SqlMode PLAIN_BACKSLASH = new SqlMode(false, true);

  @Test
  void semicolonsInTextsCutNothing() {
    assertThat(StatementSplitter.split("select ';'; select `;` -- ;\n", SqlMode.OURS))
        .containsExactly("select ';'", " select `;` -- ;\n");
    assertThat(StatementSplitter.split("select 1;  ", SqlMode.OURS)).containsExactly("select 1");
  }

  @Test
  void theSessionSaysWhereATextEnds() {
    String text = "select '\\'; select '2'";
    assertThat(StatementSplitter.split(text, PLAIN_BACKSLASH))
        .containsExactly("select '\\'", " select '2'");
    assertThat(StatementSplitter.split(text, SqlMode.OURS)).containsExactly(text);
  }
}
