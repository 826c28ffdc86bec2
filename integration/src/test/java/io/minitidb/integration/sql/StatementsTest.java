package io.minitidb.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.integration.sql.Statements.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {

  @Test
  void splitsAtSemicolons() {
    assertThat(Statements.split("select 1; show tables ;\n"))
        .containsExactly(new Statement("select 1", false), new Statement("show tables", false));
  }

  @Test
  void aBackslashAndGAsksForVerticalOutput() {
    assertThat(Statements.split("select 1\\G select 2\\g"))
        .containsExactly(new Statement("select 1", true), new Statement("select 2", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ';'",
        "select 'it''s; fine'",
        "select 'a\\';b'",
        "select \";\"",
        "select `;`",
        "select 1 /* ; */",
        "select 1 # ;",
        "select 1 -- ;",
        "select '\\\\G'"
      })
  void quotesAndCommentsHoldAnything(String text) {
    assertThat(Statements.split(text)).containsExactly(new Statement(text, false));
  }

  @Test
  void unfinishedTextIsLeftToTheServer() {
    assertThat(Statements.split("select 'a; b"))
        .containsExactly(new Statement("select 'a; b", false));
    assertThat(Statements.split("select 'a\\"))
        .containsExactly(new Statement("select 'a\\", false));
  }

  @Test
  void emptyStatementsAreSkipped() {
    assertThat(Statements.split(" ;; \n;")).isEmpty();
  }

  @Test
  void showWarningsIsRecognised() {
    assertThat(Statements.isShowWarnings("show  warnings limit 1")).isTrue();
    assertThat(Statements.isShowWarnings("show tables")).isFalse();
  }
}
