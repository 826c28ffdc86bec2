package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The flags of each server: those of the originals.
///
/// @param tls of a cluster whose nodes talk with certificates
record ServerCommand(DataDir dir, List<Node> cluster, Optional<Certificates> tls) {

  ServerCommand(DataDir dir, List<Node> cluster) {
    this(dir, cluster, Optional.empty());
  }

  /// Returns what follows the program's name.
  List<String> arguments(Node node) {
    List<String> arguments = new ArrayList<>(plain(node));
    tls.ifPresent(certificates -> arguments.addAll(certificates.flags(node)));
    return arguments;
  }

  private List<String> plain(Node node) {
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
            .map(this::clientUrl)
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

  private String clientUrl(Node pd) {
    return scheme() + pd.address();
  }

  private String peerUrl(Node pd) {
    return scheme() + pd.secondAddress();
  }

  private String scheme() {
    return tls.isPresent() ? "https://" : "http://";
  }
}
