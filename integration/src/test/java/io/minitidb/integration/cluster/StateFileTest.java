package io.minitidb.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final Node TIDB = new Node("tidb-0", NodeKind.TIDB, 4000, 10080);
  private static final Node PD = new Node("pd-0", NodeKind.PD, 2379, 2380);

  @TempDir private Path dir = Path.of("");

  @Test
  void whatIsWrittenIsReadBack() {
    ClusterState state =
        ClusterState.planned(100, true, List.of(TIDB, PD))
            .with(PD, Optional.of(new OsProcess(17, 4711)));
    StateFile.write(dir.resolve("cluster.json"), state);
    assertThat(StateFile.read(dir.resolve("cluster.json"))).contains(state);
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    StateFile.write(dir.resolve("cluster.json"), ClusterState.planned(0, List.of(TIDB)));
    StateFile.write(dir.resolve("cluster.json"), ClusterState.planned(0, List.of(TIDB, PD)));
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(dir.resolve("cluster.json"));
    }
  }

  @Test
  void noFileIsNoCluster() {
    assertThat(StateFile.read(dir.resolve("cluster.json"))).isEmpty();
  }

  @Test
  void aFileOfBeforeThereWasTlsIsOfAClusterWithout() throws IOException {
    Path file =
        Files.writeString(dir.resolve("cluster.json"), "{ \"portOffset\": 5, \"nodes\": [] }");
    assertThat(StateFile.read(file)).contains(new ClusterState(5, false, List.of()));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = Files.writeString(dir.resolve("cluster.json"), "{ \"nodes\": [");
    assertThatThrownBy(() -> StateFile.read(file))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void anUnknownNodeIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> ClusterState.planned(0, List.of(TIDB, PD)).member("tikv-0"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("tidb-0, pd-0");
  }
}
