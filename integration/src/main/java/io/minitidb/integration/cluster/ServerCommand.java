package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The flags of each server: those of the originals.
record ServerCommand(DataDir dir, List<Node> cluster) {

  /// Returns what follows the program's name.
  List<String> arguments(Node node) {
    return switch (node.kind()) {
      case PD ->
          List.of(
              "--name", node.name(),
              "--data-dir", dir.data(node).toString(),
              "--client-urls", clientUrl(node),
              "--advertise-client-urls", clientUrl(node),
              "--peer-urls", peerUrl(node),
              "--advertise-peer-urls", peerUrl(node),
              beginning(node).option(), beginning(node).value(),
              "--log-file", dir.log(node).toString());
      case TIKV ->
          List.of(
              "--addr", node.address().toString(),
              "--advertise-addr", node.address().toString(),
              "--status-addr", node.statusAddress().toString(),
              "--pd-endpoints", pds(pd -> pd.address().toString()),
              "--data-dir", dir.data(node).toString(),
              "--log-file", dir.log(node).toString());
      case TIDB ->
          List.of(
              "-P", Integer.toString(node.port()),
              "--status", Integer.toString(node.secondPort()),
              "--host", node.address().host(),
              "--advertise-address", node.address().host(),
              "--path", pds(pd -> pd.address().toString()),
              "--data-dir", dir.data(node).toString(),
              "--log-file", dir.log(node).toString());
    };
  }

  private record Flag(String option, String value) {}

  /// How a mini-pd gets to know the others: as one of the first members of a new cluster, or from
  /// those that are in it. With data of its own it needs neither.
  private Flag beginning(Node node) {
    String others =
        cluster.stream()
            .filter(other -> other.kind() == NodeKind.PD && !other.equals(node))
            .filter(other -> dir.hasMember(other))
            .map(ServerCommand::clientUrl)
            .collect(Collectors.joining(","));
    return dir.hasMember(node) || others.isEmpty()
        ? new Flag("--initial-cluster", pds(pd -> pd.name() + "=" + peerUrl(pd)))
        : new Flag("--join", others);
  }

  private String pds(Function<Node, String> text) {
    return cluster.stream()
        .filter(node -> node.kind() == NodeKind.PD)
        .map(text)
        .collect(Collectors.joining(","));
  }

  private static String clientUrl(Node pd) {
    return "http://" + pd.address();
  }

  private static String peerUrl(Node pd) {
    return "http://" + pd.secondAddress();
  }
}
