package io.minitidb.tidb.change;

import io.minitidb.desired.Author;
import io.minitidb.desired.ChangeException;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.LocalTarget;
import io.minitidb.desired.Made;
import io.minitidb.desired.Preview;
import io.minitidb.desired.RemoteTarget;
import io.minitidb.desired.Target;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.NodeInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Changes the configuration of the cluster's nodes for a session, all or none.
///
/// @param local this mini-tidb itself
public record ConfigChanges(
    Coordinator coordinator, CurrentTopology topology, NodeClients clients, LocalTarget local) {

  /// Says what a change would do on each node and changes nothing.
  public List<Preview> preview(Session session, Requested requested) {
    return mended(() ->
        switch (requested) {
          case Requested.Edits edits -> coordinator.preview(edits.edits(), targets(session));
          case Requested.Rollback back ->
              coordinator.previewRollback(back.revision(), targets(session));
        });
  }

  /// Makes a change. The history shows the session's present statement.
  public Made change(Session session, Requested requested) {
    Author author =
        new Author(
            session.user().name() + "@" + session.user().host(),
            session.run().map(run -> run.text().sql().strip()).orElse(""),
            local.instance());
    boolean strict = session.variables().flag(SystemVariables.CLUSTER_STRICT);
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
        .map(node -> target(session, node))
        .toList();
  }

  private Target target(Session session, NodeInfo node) {
    Duration deadline = session.settings().nodeTimeout();
    return node.instance().equals(local.instance())
        ? local
        : new RemoteTarget(
            node.kind(),
            node.instance(),
            session.user(),
            deadline,
            command -> clients.tell(node, command, deadline));
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
