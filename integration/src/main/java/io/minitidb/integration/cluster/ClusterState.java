package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The nodes of a cluster and the processes that were last started for them, which may have ended
/// since. Immutable.
///
/// @param portOffset by which the ports of further nodes are shifted
/// @param tls whether nodes talk with certificates
record ClusterState(int portOffset, boolean tls, List<Member> members) {

  /// @param process empty when the node was stopped or never started
  record Member(Node node, Optional<OsProcess> process) {
    boolean alive() {
      return process.filter(OsProcess::alive).isPresent();
    }
  }

  ClusterState {
    members = List.copyOf(members);
  }

  static ClusterState planned(int portOffset, List<Node> nodes) {
    return planned(portOffset, false, nodes);
  }

  static ClusterState planned(int portOffset, boolean tls, List<Node> nodes) {
    return new ClusterState(
        portOffset, tls, nodes.stream().map(node -> new Member(node, Optional.empty())).toList());
  }

  List<Node> nodes() {
    return members.stream().map(Member::node).toList();
  }

  List<Node> nodes(NodeKind kind) {
    return nodes().stream().filter(node -> node.kind() == kind).toList();
  }

  List<Member> alive() {
    return members.stream().filter(Member::alive).toList();
  }

  /// @throws ClusterException naming the nodes there are
  Member member(String name) {
    return members.stream()
        .filter(member -> member.node().name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ClusterException(
                "there is no node '"
                    + name
                    + "'; the nodes are "
                    + nodes().stream().map(Node::name).collect(Collectors.joining(", "))));
  }

  /// Returns this state with `node` added or its process replaced.
  ClusterState with(Node node, Optional<OsProcess> process) {
    List<Member> changed = new ArrayList<>(members);
    Member member = new Member(node, process);
    int at = nodes().indexOf(node);
    if (at < 0) {
      changed.add(member);
    } else {
      changed.set(at, member);
    }
    return new ClusterState(portOffset, tls, changed);
  }

  ClusterState without(Node node) {
    return new ClusterState(
        portOffset, tls, members.stream().filter(member -> !member.node().equals(node)).toList());
  }
}
