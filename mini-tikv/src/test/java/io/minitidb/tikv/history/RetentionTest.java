package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.KeptTable;
import io.minitidb.tikv.Defaults;
import io.minitidb.tikv.engine.RocksEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class RetentionTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final long SECOND = 1_000_000;
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final long FIRST = START.getEpochSecond() * SECOND;
  private static final int TICKS = 7200;
  private static final int AT_ONCE = 120;

  @TempDir Path directory;
  private RocksEngine engine;
  private HistoryStore store;

  @BeforeEach
  void fill() {
    KeptTable table = HistoryStoreTest.TABLE;
    engine = new RocksEngine(directory, Defaults.config().rocksdb());
    store = new HistoryStore(engine, Map.of(table.name(), table));
    for (int from = 0; from < TICKS; from += AT_ONCE) {
      store.take(
          HistoryStoreTest.node(1),
          LongStream.range(from, from + AT_ONCE)
              .mapToObj(i ->
                  HistoryStoreTest.tick(
                      FIRST + i * SECOND, FIRST + (i - 1) * SECOND, i * 31L % 1009))
              .toList());
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void clean(Duration age, long size, Instant now) {
    try (Retention retention =
        new Retention(
            store, new Retention.Limits(age, size), Clock.fixed(now, ZoneOffset.UTC), NEVER)) {
      retention.clean();
    }
  }

  private Duration kept() {
    return Duration.ofSeconds((store.span().to() - store.span().from()) / SECOND);
  }

  @Test
  void whatIsTooOldGoes() {
    clean(Duration.ofHours(1), Long.MAX_VALUE, START.plusSeconds(TICKS));
    assertThat(kept()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
  }

  @Test
  void aClockInAFarYearDeletesNothing() {
    clean(Duration.ofHours(3), Long.MAX_VALUE, START.plus(Duration.ofDays(10_000)));
    assertThat(kept()).isEqualTo(Duration.ofSeconds(TICKS - 1));
  }

  @Test
  void aClockThatIsBehindDeletesNothing() {
    clean(Duration.ofHours(1), Long.MAX_VALUE, START.minus(Duration.ofDays(10_000)));
    assertThat(kept()).isEqualTo(Duration.ofSeconds(TICKS - 1));
  }

  @Test
  void whenThereIsTooMuchTheOldestGo() {
    clean(NEVER, store.size() / 2, START.plusSeconds(TICKS));
    assertThat(kept()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(80));
    assertThat(store.span().to()).isEqualTo(FIRST + (TICKS - 1) * SECOND);
  }
}
