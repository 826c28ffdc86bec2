package io.minitidb.pd.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.pd.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EtcdProcessTest {
  @TempDir Path directory;

  @Test
  void aMissingEtcdIsNamedWithItsPackage() {
    assertThatThrownBy(() -> EtcdBinary.find(directory.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no etcd on the PATH")
        .hasMessageContaining("apt-get install etcd-server");
  }

  @Test
  void anOldEtcdIsRefused() throws Exception {
    Path fake = directory.resolve("etcd");
    Files.writeString(fake, "#!/bin/sh\necho 'etcd Version: 3.2.1'\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> EtcdBinary.find(directory.toString()))
        .hasMessageContaining("is version 3.2");
  }

  @Test
  void startsAndStops() throws Exception {
    EtcdFixture etcd = new EtcdFixture(directory.resolve("d"));
    ProcessHandle process = etcd.process().pid().flatMap(ProcessHandle::of).orElseThrow();
    etcd.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(etcd.process().alive()).isFalse();
    assertThat(directory.resolve("d/etcd.pid")).doesNotExist();
  }

  @Test
  void endsALeftoverOnTheSameDirectory() throws Exception {
    Path data = directory.resolve("d");
    EtcdOptions options = EtcdFixture.options(data, FreePorts.take(1).getFirst());
    Process orphan =
        new ProcessBuilder(
                options.command(
                    EtcdBinary.find(), "http://127.0.0.1:" + FreePorts.take(1).getFirst()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("orphan.log").toFile())
            .start();
    Awaitility.await("its data").until(() -> Files.exists(data.resolve("member")));
    Files.writeString(data.resolve("etcd.pid"), orphan.pid() + "\n");
    try (EtcdProcess next = EtcdProcess.start(EtcdBinary.find(), options)) {
      assertThat(orphan.waitFor(20, TimeUnit.SECONDS)).isTrue();
      Awaitility.await("the new one").until(() -> next.pid().isPresent());
    }
  }

  @Test
  void aPidThatBelongsToSomebodyElseIsLeftAlone() throws Exception {
    Path data = Files.createDirectory(directory.resolve("d"));
    Process other = new ProcessBuilder("sleep", "60").start();
    Files.writeString(data.resolve("etcd.pid"), other.pid() + "\n");
    try (EtcdProcess etcd =
        EtcdProcess.start(
            EtcdBinary.find(), EtcdFixture.options(data, FreePorts.take(1).getFirst()))) {
      Awaitility.await("etcd").until(() -> etcd.pid().isPresent());
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }
}
