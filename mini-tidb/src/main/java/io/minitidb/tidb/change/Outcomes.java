package io.minitidb.tidb.change;

import io.minitidb.desired.Made;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.session.Session;

/// What became of a change, for SHOW WARNINGS.
public final class Outcomes {
  private Outcomes() {}

  /// Says for each node of a change what it did.
  public static void report(Session session, Made made) {
    if (!made.changed()) {
      session
          .warnings()
          .add(
              "Note",
              SqlError.UNKNOWN.code(),
              "nothing had to be changed; revision " + made.revision() + " stays");
      return;
    }
    warnPending(session, made);
    for (Made.Node node : made.nodes()) {
      if (node.pending().isEmpty()) {
        session
            .warnings()
            .add(
                "Note",
                SqlError.UNKNOWN.code(),
                node.kind().text() + " " + node.instance() + " runs revision " + made.revision());
      }
    }
  }

  /// Warns of each node that does not run the change yet.
  public static void warnPending(Session session, Made made) {
    for (Made.Node node : made.nodes()) {
      node.pending()
          .ifPresent(why ->
              session
                  .warnings()
                  .add(
                      "Warning",
                      SqlError.NODE_TIMEOUT.code(),
                      node.kind().text()
                          + " "
                          + node.instance()
                          + " does not run revision "
                          + made.revision()
                          + " yet: it "
                          + why
                          + "; it will when it is back"));
    }
  }
}
