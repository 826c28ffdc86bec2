package io.minitidb.tidb.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of the slow log.
@SuppressWarnings("NullAway.Init")
final class SlowLogTest {
  private static final String FILLER = "select '" + "x".repeat(3000) + "'";

  @TempDir private Path directory;
  private Path path;
  private SlowLog log;

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("slow.log");
    log = SlowLog.open(path, new SlowLog.Rotation(1 << 30, 20));
    log.configure(new SlowLogSettings(true, 0, false, 0, Redaction.NONE));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private Path old(int number) {
    return directory.resolve("slow.log." + number);
  }

  /// Writes until `file` is there; how long that takes depends on how often sizes are looked at.
  private void fill(Path file) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          for (int i = 0; i < 10; i++) {
            log.ended(Records.of(FILLER));
          }
          return Files.exists(file);
        });
  }

  @Test
  void anotherSizeHoldsFromTheNextEntryOn() {
    log.ended(Records.of("select 'the first one'"));
    await().until(() -> Files.exists(path) && Files.size(path) > 0);
    log.rotate(new SlowLog.Rotation(10_000, 20));
    fill(old(3));
  }

  @Test
  void fewerOldFilesTakeTheSurplusAway() {
    log.rotate(new SlowLog.Rotation(10_000, 20));
    fill(old(3));
    log.rotate(new SlowLog.Rotation(10_000, 1));
    log.ended(Records.of("select 'one more'"));
    await().until(() -> !Files.exists(old(2)) && !Files.exists(old(3)));
    fill(old(1));
    log.close();
    assertThat(old(2)).doesNotExist();
  }
}
