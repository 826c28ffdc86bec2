package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The flags of each server: those of the originals.
record ServerCommand(DataDir dir, List<Node> cluster) {

  /// Returns what follows the program's name.
  List<String> arguments(Node node) {
    return switch (node.kind()) {
      case PD ->
          plus(
              List.of(
                  "--name", node.name(),
                  "--data-dir", dir.data(node).toString(),
                  "--client-urls", clientUrl(node),
                  "--advertise-client-urls", clientUrl(node),
                  "--peer-urls", peerUrl(node),
                  "--advertise-peer-urls", peerUrl(node),
                  "--log-file", dir.log(node).toString()),
              beginning(node));
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

  private static List<String> plus(List<String> flags, List<String> more) {
    return Stream.concat(flags.stream(), more.stream()).toList();
  }

  /// How a mini-pd gets to know the others: as one of the first members of a new cluster, or from
  /// those that are in it. With data of its own it needs neither.
  private List<String> beginning(Node node) {
    String others =
        cluster.stream()
            .filter(other -> other.kind() == NodeKind.PD && !other.equals(node))
            .filter(other -> dir.hasMember(other))
            .map(ServerCommand::clientUrl)
            .collect(Collectors.joining(","));
    return dir.hasMember(node) || others.isEmpty()
        ? List.of("--initial-cluster", pds(pd -> pd.name() + "=" + peerUrl(pd)))
        : List.of("--join", others);
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
