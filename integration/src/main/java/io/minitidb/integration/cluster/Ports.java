package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/// Gives ports to nodes: the originals' defaults, counted up from node to node, never one port
/// twice.
public final class Ports {
  private static final int LAST = 65_535;

  private final int offset;
  private final Set<Integer> taken;

  private Ports(int offset, Set<Integer> taken) {
    this.offset = offset;
    this.taken = taken;
  }

  /// Plans a new cluster. The plan depends on `shape` alone, so that a script can rely on it.
  static List<Node> plan(Shape shape) {
    Ports ports = new Ports(shape.portOffset(), new HashSet<>());
    List<Node> nodes = new ArrayList<>();
    for (NodeKind kind : List.of(NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)) {
      for (int number = 0; number < shape.count(kind); number++) {
        nodes.add(ports.next(kind, number, port -> true));
      }
    }
    return nodes;
  }

  /// Plans one more node beside `nodes`, on ports that nobody listens on.
  static Node further(NodeKind kind, List<Node> nodes, int offset) {
    Set<Integer> taken = new HashSet<>();
    int number = 0;
    for (Node node : nodes) {
      taken.add(node.port());
      taken.add(node.secondPort());
      if (node.kind() == kind) {
        number = Math.max(number, node.number() + 1);
      }
    }
    return new Ports(offset, taken).next(kind, number, Ports::isFree);
  }

  private Node next(NodeKind kind, int number, IntPredicate usable) {
    return switch (kind) {
      case TIDB ->
          Node.of(kind, number, take(4000 + number, 1, usable), take(10_080 + number, 1, usable));
      case TIKV ->
          Node.of(kind, number, take(20_160 + number, 1, usable), take(20_180 + number, 1, usable));
      // Client and peer ports alternate: 2379 and 2380, 2381 and 2382.
      case PD ->
          Node.of(
              kind, number, take(2379 + 2 * number, 2, usable), take(2380 + 2 * number, 2, usable));
    };
  }

  private int take(int wanted, int step, IntPredicate usable) {
    for (int port = wanted + offset; port > 0 && port <= LAST; port += step) {
      if (!taken.contains(port) && usable.test(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new ClusterException(
        "no port is left from " + (wanted + offset) + " on; choose another --port-offset");
  }

  /// Plans a cluster on free ports without any order, for clusters that run beside each other in
  /// tests. The ports lie below those that mini-pd takes for its etcd and those that the system
  /// takes for outgoing connections.
  static List<Node> planAnywhere(Shape shape) {
    Set<Integer> taken = new HashSet<>();
    return plan(shape).stream()
        .map(node -> new Node(node.name(), node.kind(), anyFree(taken), anyFree(taken)))
        .toList();
  }

  private static int anyFree(Set<Integer> taken) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(11_000, 20_000);
      if (isFree(port) && taken.add(port)) {
        return port;
      }
    }
    throw new ClusterException("found no free port between 11000 and 20000");
  }

  /// Returns a sentence for each port of `nodes` that somebody listens on already, empty when there
  /// is none.
  static List<String> inUse(List<Node> nodes) {
    List<String> busy = new ArrayList<>();
    for (Node node : nodes) {
      for (int port : new int[] {node.port(), node.secondPort()}) {
        if (!isFree(port)) {
          busy.add("port " + port + ", which " + node.name() + " needs, is in use");
        }
      }
    }
    return busy;
  }

  /// Returns the next larger offset at which every port of `shape` is free.
  static int freeOffset(Shape shape) {
    int offset = shape.portOffset() + 100;
    while (offset < 20_000 && !inUse(plan(new Shape(shape.counts(), offset))).isEmpty()) {
      offset += 100;
    }
    return offset;
  }

  /// Returns whether a server could listen on `port` now.
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
