package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.EvalContext;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.explain.Asked;
import io.minitidb.tidb.explain.Explain;
import io.minitidb.tidb.explain.ExplainFormat;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.topology.Topology;
import java.time.Instant;
import java.util.Optional;

/// `EXPLAIN [ANALYZE] [FORMAT = name] query`. ANALYZE runs the query and throws its rows away.
record ExplainStatement(Queries queries) {

  /// Returns whether what follows the word EXPLAIN (or DESC) is a query and not a table.
  static boolean isQuery(TokenReader reader) {
    Token first = reader.peek();
    boolean option = first.is("analyze") || first.is("format") && reader.peek(1).is("=");
    return option || first.is("select") || first.is("with") || first.is("values") || first.is("(");
  }

  /// Answers what follows the word EXPLAIN.
  Result run(Session session, TokenReader reader) {
    boolean analyze = reader.accept("analyze");
    ExplainFormat format = ExplainFormat.ROW;
    if (reader.accept("format")) {
      reader.expect("=");
      format = ExplainFormat.of(reader.next().text());
    }
    String query = reader.rest();
    PlanCache.Found found = queries.planAnew(session, query);
    Optional<Analysis> analysis =
        analyze ? Optional.of(queries.analyze(session, query, found)) : Optional.empty();
    Topology topology = queries.topology();
    EvalContext eval = new EvalContext(session.settings().zone(), Instant.now());
    return Explain.of(
        found.planned().plan(), format, analysis, gather -> Asked.by(gather, topology, eval));
  }
}
