package io.minitidb.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void nodesGetTheOriginalsPorts() {
    assertThat(Ports.plan(Shape.of(2, 2, 2, 0)))
        .containsExactly(
            new Node("tidb-0", NodeKind.TIDB, 4000, 10080),
            new Node("tidb-1", NodeKind.TIDB, 4001, 10081),
            new Node("tikv-0", NodeKind.TIKV, 20160, 20180),
            new Node("tikv-1", NodeKind.TIKV, 20161, 20181),
            new Node("pd-0", NodeKind.PD, 2379, 2380),
            new Node("pd-1", NodeKind.PD, 2381, 2382));
  }

  @Test
  void anOffsetShiftsEveryPort() {
    assertThat(Ports.plan(Shape.of(1, 0, 1, 1000)))
        .containsExactly(
            new Node("tidb-0", NodeKind.TIDB, 5000, 11080),
            new Node("pd-0", NodeKind.PD, 3379, 3380));
  }

  @Test
  void noPortIsGivenTwiceWhenRangesMeet() {
    // 20160 to 20179 for service, from 20180 on for status: the 21st meets the status port of the
    // first.
    List<Integer> ports = ports(Ports.plan(Shape.of(0, 40, 1, 0)));
    assertThat(ports).doesNotHaveDuplicates().hasSize(82);
  }

  @Test
  void portsBeyondTheLastAreRefused() {
    assertThatThrownBy(() -> Ports.plan(Shape.of(1, 3, 3, 50_000)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("--port-offset");
  }

  @Test
  void aFurtherNodeFollowsTheLastOfItsKind() {
    List<Node> nodes = Ports.planAnywhere(Shape.of(1, 2, 1, 0));
    Node further = Ports.further(NodeKind.TIKV, nodes, 0);
    assertThat(further.name()).isEqualTo("tikv-2");
    assertThat(ports(nodes)).doesNotContain(further.port(), further.secondPort());
  }

  @Test
  void aPortInUseIsNamedWithItsNode() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Node node = new Node("tidb-0", NodeKind.TIDB, busy.getLocalPort(), anyPort());
      assertThat(Ports.inUse(List.of(node)))
          .singleElement()
          .asString()
          .contains(Integer.toString(busy.getLocalPort()), "tidb-0");
    }
  }

  private static int anyPort() {
    return Ports.planAnywhere(Shape.of(0, 0, 1, 0)).getFirst().port();
  }

  @Test
  void portsOfTestsAreDistinct() {
    assertThat(ports(Ports.planAnywhere(Shape.of(2, 3, 3, 0)))).doesNotHaveDuplicates().hasSize(16);
  }

  @Test
  void aShapeWithoutMiniPdIsRefused() {
    assertThatThrownBy(() -> Shape.of(1, 1, 0, 0)).isInstanceOf(ClusterException.class);
  }

  private static List<Integer> ports(List<Node> nodes) {
    List<Integer> ports = new ArrayList<>();
    nodes.forEach(node -> ports.addAll(List.of(node.port(), node.secondPort())));
    return ports;
  }
}
