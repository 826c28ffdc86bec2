package io.minitidb.tidb.change;

import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.desired.Author;
import io.minitidb.desired.ChangeException;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.Made;
import io.minitidb.desired.Preview;
import io.minitidb.desired.Target;
import io.minitidb.etcd.EtcdException;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.exec.NodeTarget;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Changes the configuration of the cluster's nodes for a session, all or none.
///
/// @param local answers for this mini-tidb itself
/// @param localInstance this mini-tidb's INSTANCE
public record ConfigChanges(
    Coordinator coordinator,
    CurrentTopology topology,
    NodeClients clients,
    Coprocessor local,
    String localInstance) {

  /// Says what a change would do on each node and changes nothing.
  public List<Preview> preview(Session session, Requested requested) {
    return mended(() ->
        switch (requested) {
          case Requested.Edits edits -> coordinator.preview(edits.edits(), targets(session));
          case Requested.Rollback back ->
              coordinator.previewRollback(back.revision(), targets(session));
        });
  }

  /// Makes a change.
  ///
  /// @param statement as the history shows it
  public Made change(Session session, Requested requested, String statement) {
    Author author =
        new Author(session.user().name() + "@" + session.user().host(), statement, localInstance);
    boolean strict = session.flag(SystemVariables.CLUSTER_STRICT);
    return mended(() ->
        switch (requested) {
          case Requested.Edits edits ->
              coordinator.change(edits.edits(), author, targets(session), strict);
          case Requested.Rollback back ->
              coordinator.rollback(back.revision(), author, targets(session), strict);
        });
  }

  private List<Target> targets(Session session) {
    return topology.get().nodes().stream()
        .map(Topology.Node::info)
        .<Target>map(node ->
            new NodeTarget(
                node,
                node.instance().equals(localInstance) ? Optional.of(local) : Optional.empty(),
                clients,
                session.user(),
                session.nodeTimeout()))
        .toList();
  }

  private static <T> T mended(Supplier<T> work) {
    try {
      return work.get();
    } catch (ChangeException e) {
      throw new SqlException(SqlError.UNKNOWN, String.valueOf(e.getMessage()), e);
    } catch (EtcdException e) {
      throw new SqlException(
          SqlError.PD_TIMEOUT, "nothing is changed, PD does not answer: " + e.getMessage(), e);
    }
  }
}
