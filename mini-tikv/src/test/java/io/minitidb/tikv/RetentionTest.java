package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.log.Logging;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.history.KeptSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a running store keeps its samples is seen in what it leaves behind.
final class RetentionTest {
  @TempDir private Path directory;

  @AfterEach
  void backToTheConsole() {
    Logging.toConsole("info");
  }

  @Test
  void aShorterRetentionDeletesOldSamplesWithTheNextOne() throws Exception {
    Instant early = run(Map.of());
    await().until(() -> Instant.now().isAfter(early.plusSeconds(1)));
    run(Map.of());
    assertThat(keeps(early)).isTrue();
    run(Map.of("node.history-retention", "1s"));
    assertThat(keeps(early)).isFalse();
  }

  /// Runs a store until it has sampled under `items`; returns when that was.
  private Instant run(Map<String, String> items) throws IOException, InterruptedException {
    try (RunningStore store = new RunningStore(directory, Map.of("node.sample-interval", "10ms"))) {
      assertThat(store.set(items)).isEmpty();
      for (int i = 0; i < 2; i++) {
        List<String> before = traffic(store);
        await().until(() -> !traffic(store).equals(before));
      }
      return Instant.now();
    }
  }

  private static List<String> traffic(RunningStore store) {
    return store.column("tikv_server_net_stats_info_cluster", "BYTES_RECV");
  }

  private boolean keeps(Instant time) {
    try (RocksEngine engine =
        new RocksEngine(directory.resolve("data"), Defaults.config().rocksdb())) {
      return KeptSamples.before(engine, time);
    }
  }
}
