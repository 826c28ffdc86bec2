package io.minitidb.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OsProcessTest {
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
    OsProcess node = OsProcess.of(process.pid()).orElseThrow();
    assertThat(node.alive()).isTrue();
    node.signal("KILL");
    assertThat(node.awaitEnd(LIMIT)).isTrue();
    assertThat(node.alive()).isFalse();
  }

  @Test
  void aFrozenProcessIsAlive() {
    OsProcess node = OsProcess.of(process.pid()).orElseThrow();
    node.signal("STOP");
    assertThat(node.alive()).isTrue();
  }

  @Test
  void aRecycledPidIsNotTakenForTheNode() {
    OsProcess node = OsProcess.of(process.pid()).orElseThrow();
    OsProcess earlier = new OsProcess(node.pid(), node.startMark() - 1);
    assertThat(earlier.alive()).isFalse();
    earlier.signal("KILL");
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void whatHasEndedIsNotFound() {
    process.destroyForcibly().onExit().join();
    assertThat(OsProcess.of(process.pid())).isEmpty();
  }
}
