package io.minitidb.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process = sleep();

  private static Process sleep() {
    try {
      return new ProcessBuilder("sleep", "600").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void aProcessIsAliveUntilItIsKilled() {
    NodeProcess node = NodeProcess.of(process.pid()).orElseThrow();
    assertThat(node.alive()).isTrue();
    node.signal("KILL");
    assertThat(node.awaitEnd(LIMIT)).isTrue();
    assertThat(node.alive()).isFalse();
  }

  @Test
  void aFrozenProcessIsAlive() {
    NodeProcess node = NodeProcess.of(process.pid()).orElseThrow();
    node.signal("STOP");
    assertThat(node.alive()).isTrue();
  }

  @Test
  void aRecycledPidIsNotTakenForTheNode() {
    NodeProcess node = NodeProcess.of(process.pid()).orElseThrow();
    NodeProcess earlier = new NodeProcess(node.pid(), node.startMark() - 1);
    assertThat(earlier.alive()).isFalse();
    earlier.signal("KILL");
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void whatHasEndedIsNotFound() {
    process.destroyForcibly().onExit().join();
    assertThat(NodeProcess.of(process.pid())).isEmpty();
  }
}
