package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.plan.Pushdown;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  @Test
  void everyStatementCanBePlanned() {
    QueryPlanner planner = new QueryPlanner(MemTables.load());
    StatementFacts facts = new StatementFacts(Optional.of("information_schema"), name -> "1024");
    for (String sql : WarmUp.STATEMENTS) {
      assertThat(planner.plan(sql, Lexer.tokens(sql), Map.of(), facts, new Pushdown(true)).labels())
          .as(sql)
          .isNotEmpty();
    }
  }
}
