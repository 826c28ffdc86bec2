package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import java.util.Optional;
import java.util.function.Supplier;

/// The statements that can be answered at once, where they were read.
record QuickStatements(Queries queries, StatementAnswers answers, ReadTexts texts) {

  /// Returns the answer of a statement; empty for all that are not answered at once, and for those
  /// that are wrong.
  Optional<QuickAnswer> of(Session session, String sql) {
    long begin = System.nanoTime();
    try {
      ReadText text = texts.of(sql, session.settings().sqlMode());
      long nanos = System.nanoTime() - begin;
      Optional<Supplier<Result>> answer =
          switch (text.first()) {
            case "select" ->
                queries.quick(session, text).map(query -> begun(session, text, nanos, query));
            case "set" -> quickSet(session, text).map(set -> begun(session, text, nanos, set));
            case "show" ->
                text.tokens().get(1).is("warnings") || text.tokens().get(1).is("errors")
                    ? Optional.of(() -> answers.run(session, text, nanos))
                    : Optional.empty();
            case "use", "begin", "start", "commit", "rollback", "savepoint", "release" ->
                Optional.of(() -> answers.run(session, text, nanos));
            default -> Optional.empty();
          };
      return answer.map(statement -> new QuickAnswer(sql, begin, statement));
    } catch (SqlException | EvalException e) {
      return Optional.empty();
    }
  }

  private static Supplier<Result> begun(
      Session session, ReadText text, long nanos, Supplier<Result> statement) {
    return () -> {
      StatementAnswers.begin(session, text, nanos);
      return statement.get();
    };
  }

  private Optional<Supplier<Result>> quickSet(Session session, ReadText text) {
    TokenReader reader = text.reader();
    reader.next();
    if (reader.peek().is("config") || UserStatements.isSetPassword(reader)) {
      return Optional.empty();
    }
    int warnings = session.warnings().count();
    // Warnings of the values would have to come behind the beginning.
    return new SetStatement(session, expression -> evaluateQuickly(session, expression))
        .own(reader)
        .filter(_ -> session.warnings().count() == warnings)
        .map(assignments ->
            () -> {
              assignments.run();
              return Result.Done.OK;
            });
  }

  /// Computes an expression.
  ///
  /// @throws SqlException when it may take a while
  private Literal evaluateQuickly(Session session, String expression) {
    String sql = "SELECT " + expression;
    return StatementAnswers.value(
        queries
            .quick(session, texts.of(sql, session.settings().sqlMode()))
            .orElseThrow(() -> StatementAnswers.notSupported("SET"))
            .get());
  }
}
