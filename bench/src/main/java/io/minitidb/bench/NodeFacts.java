package io.minitidb.bench;

import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.memtable.User;
import io.minitidb.tidb.Statements;
import io.minitidb.tidb.TidbConfig;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.statement.StatementSummary;
import java.util.Map;
import java.util.Optional;

/// What a simulated mini-tidb knows beside its connections and its machine: the default settings,
/// and a summary of as many statements as it has connections.
final class NodeFacts {
  private NodeFacts() {}

  static Map<Class<?>, Object> of(int rows) {
    GlobalVariables globals = GlobalVariables.defaults();
    SessionRegistry sessions = new SessionRegistry(1, globals);
    Statements statements = Statements.follow(globals.server(), Optional.empty(), sessions);
    Session session = sessions.open(sessions.newId(), User.all("root", "127.0.0.1"));
    session.use("information_schema");
    for (int i = 0; i < rows; i++) {
      session.starts(
          statements.recorder(),
          "select a, b from t" + i + " where c > 5 limit 10",
          false,
          System.nanoTime());
      session.ended(statements.recorder());
    }
    return new Sources()
        .add(StatementSummary.class, statements.summary())
        .add(
            Settings.class,
            Settings.of(TidbConfig.load(Optional.empty(), Map.of()).tree().flatten()))
        .map();
  }
}
