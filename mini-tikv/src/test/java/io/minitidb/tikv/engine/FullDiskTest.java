package io.minitidb.tikv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.tikv.Defaults;
import io.minitidb.tikv.engine.RocksEngine.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A store on a file system of 40 MiB in memory, which only root can mount; without it this is left
/// out.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class FullDiskTest {
  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", directory.toString()));
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private RocksEngine open(String writeBuffer) {
    return new RocksEngine(
        directory.resolve("data"),
        Defaults.config(Map.of("rocksdb.defaultcf.write-buffer-size", writeBuffer)).rocksdb());
  }

  private static byte[] key(int number) {
    return ("k" + number).getBytes(StandardCharsets.UTF_8);
  }

  /// With a small write buffer it is a table file that finds no space, with a large one the log;
  /// the latter with `-Draw.long=true` alone, because RocksDB looks for space every five seconds.
  static Stream<Arguments> disks() {
    return Stream.of(Arguments.of("1MiB", 20), Arguments.of("16MiB", 34))
        .limit(Boolean.getBoolean("raw.long") ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aFullDiskIsReadAndWrittenAgainWhenThereIsSpace(String writeBuffer, int ballastMib)
      throws Exception {
    Path ballast = directory.resolve("ballast");
    Files.write(ballast, new byte[ballastMib << 20]);
    byte[] value = new byte[10_000];
    new Random(1).nextBytes(value);
    int written;
    try (RocksEngine engine = open(writeBuffer)) {
      int[] count = {0};
      assertThatThrownBy(
              () -> {
                while (true) {
                  put(engine, count[0], value);
                  count[0]++;
                }
              })
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("the disk of the store is full");
      written = count[0];
      assertThat(written).isGreaterThan(100);
      assertThat(engine.get(ColumnFamily.DEFAULT, key(0))).hasValue(value);
      assertThatThrownBy(() -> put(engine, written, value)).isInstanceOf(DiskFullException.class);

      Files.delete(ballast);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(DiskFullException.class)
          .until(() -> {
            put(engine, written, value);
            return true;
          });
    }
    try (RocksEngine engine = open(writeBuffer)) {
      for (int i = 0; i <= written; i++) {
        Optional<byte[]> found = engine.get(ColumnFamily.DEFAULT, key(i));
        assertThat(found).as("key %d of %d", i, written).hasValue(value);
      }
    }
  }

  private static void put(RocksEngine engine, int number, byte[] value) {
    engine.write(
        ColumnFamily.DEFAULT, List.of(new Change.Put(key(number), value)), Durability.SYSTEM);
  }
}
