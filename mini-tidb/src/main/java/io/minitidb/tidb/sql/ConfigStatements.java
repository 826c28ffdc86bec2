package io.minitidb.tidb.sql;

import io.minitidb.config.Configurable.Checked;
import io.minitidb.cop.data.Type;
import io.minitidb.desired.Edit;
import io.minitidb.desired.Made;
import io.minitidb.desired.Preview;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.change.ConfigChanges;
import io.minitidb.tidb.change.Outcomes;
import io.minitidb.tidb.change.Requested;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Statements that change the configuration of nodes: SET CONFIG, `UPDATE cluster_config`, ADMIN
/// ROLLBACK CONFIG. EXPLAIN of each says what it would do where.
final class ConfigStatements {
  private static final List<Result.Column> EXPLAINED =
      List.of(
          new Result.Column("TYPE", Type.varchar(64)),
          new Result.Column("INSTANCE", Type.varchar(64)),
          new Result.Column("KEY", Type.varchar(256)),
          new Result.Column("OLD_VALUE", Type.LONGTEXT),
          new Result.Column("NEW_VALUE", Type.LONGTEXT),
          new Result.Column("OUTCOME", Type.varchar(1024)));

  private final Session session;
  private final Queries queries;
  private final ConfigChanges changes;
  private final Function<String, Literal> evaluate;

  /// @param evaluate computes an expression, given as text
  ConfigStatements(
      Session session,
      Queries queries,
      Optional<ConfigChanges> changes,
      Function<String, Literal> evaluate) {
    this.session = session;
    this.queries = queries;
    this.changes =
        changes.orElseThrow(() ->
            new SqlException(
                SqlError.NOT_SUPPORTED,
                "this mini-tidb belongs to no cluster that it could change"));
    this.evaluate = evaluate;
  }

  /// Returns whether the statement changes configuration.
  static boolean accepts(TokenReader tokens) {
    Token first = tokens.peek();
    return first.is("set") && tokens.peek(1).is("config")
        || first.is("admin") && tokens.peek(1).is("rollback")
        || first.is("update") && UpdateConfig.accepts(tokens);
  }

  /// Makes the change. Each node's outcome is a note, or a warning when it is pending.
  Result run(TokenReader tokens) {
    mayConfigure(session);
    UpdateConfig.Matched matched = requested(tokens);
    if (matched.requested() instanceof Requested.Edits edits && edits.edits().isEmpty()) {
      return new Result.Done(0);
    }
    Made made = change(matched.requested());
    return new Result.Done(made.changed() ? matched.rows() : 0);
  }

  /// Makes the change that a SET wants.
  void change(List<Edit> edits) {
    change(new Requested.Edits(edits));
  }

  private Made change(Requested requested) {
    Made made = changes.change(session, requested);
    Outcomes.report(session, made);
    return made;
  }

  /// Says what a SET would change on nodes.
  Result explain(List<Edit> edits) {
    return explained(changes.preview(session, new Requested.Edits(edits)));
  }

  /// Answers what follows the word EXPLAIN.
  Result explain(TokenReader tokens) {
    mayConfigure(session);
    return explained(changes.preview(session, requested(tokens).requested()));
  }

  static Result explained(List<Preview> previews) {
    List<List<String>> rows = new ArrayList<>();
    for (Preview node : previews) {
      for (Checked item : node.items()) {
        rows.add(
            List.of(
                node.kind().text(),
                node.instance(),
                item.key(),
                item.before().orElse(""),
                item.after().orElse(""),
                outcome(node, item)));
      }
    }
    return FixedRows.of(EXPLAINED, rows);
  }

  private static String outcome(Preview node, Checked item) {
    return node.silence()
        .map(why -> "pending: " + why)
        .or(() -> item.refusal().map(why -> "refused: " + why))
        .orElse(item.before().equals(item.after()) ? "no change" : "change");
  }

  private UpdateConfig.Matched requested(TokenReader tokens) {
    AssignedValue values = new AssignedValue(evaluate);
    String verb = tokens.next().text().toLowerCase(Locale.ROOT);
    return switch (verb) {
      case "set" -> {
        tokens.expect("config");
        yield new UpdateConfig.Matched(new SetConfig(queries.topology(), values).read(tokens), 0);
      }
      case "update" -> {
        UpdateConfig.Matched matched = new UpdateConfig(session, queries).read(tokens);
        session.warnings().clear(); // which rows are missing: their nodes are changed all the same
        yield matched;
      }
      default -> {
        tokens.expect("rollback");
        tokens.expect("config");
        tokens.expect("to");
        tokens.expect("revision");
        long revision = tokens.number();
        tokens.end();
        yield new UpdateConfig.Matched(new Requested.Rollback(revision), 0);
      }
    };
  }

  /// @throws SqlException 1227 for who may not change items
  static void mayConfigure(Session session) {
    if (!session.user().may(Privilege.CONFIG)) {
      throw new SqlException(AccessDenied.needs(Privilege.CONFIG));
    }
  }
}
