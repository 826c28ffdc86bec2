package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.probe.Sample;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SampleHistoryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;

  private RocksEngine open() {
    return new RocksEngine(directory, 1 << 20, 1 << 20);
  }

  private static Sample sample(Instant time, double cpu) {
    List<Sample.Nic> nics =
        List.of(new Sample.Nic("lo", 1, 2, 0.5, 0.25), new Sample.Nic("eth0", 3, 4, 0, 8e9));
    return new Sample(time, cpu, 1L << 40, 5, 7, 6, nics);
  }

  @Test
  void theLatestSampleIsReadBackAsItWasAlsoAfterARestart() {
    Sample sample = sample(NOON, 0.75);
    try (RocksEngine engine = open()) {
      SampleHistory history = new SampleHistory(engine, WEEK);
      history.accept(sample(NOON.minusSeconds(1), 0.1));
      history.accept(sample);
      assertThat(history.latest()).isEqualTo(sample);
    }
    try (RocksEngine engine = open()) {
      assertThat(new SampleHistory(engine, WEEK).latest()).isEqualTo(sample);
    }
  }

  @Test
  void aSampleTakenAfterTheClockWasSetBackIsStillTheLatest() {
    try (RocksEngine engine = open()) {
      SampleHistory history = new SampleHistory(engine, WEEK);
      history.accept(sample(NOON, 0.1));
      history.accept(sample(NOON.minusSeconds(3600), 0.2));
      assertThat(history.latest().cpuUsage()).isEqualTo(0.2);
      assertThat(history.latest().time()).isEqualTo(NOON.minusSeconds(3600));
    }
    try (RocksEngine engine = open()) {
      SampleHistory history = new SampleHistory(engine, WEEK);
      history.accept(sample(NOON.minusSeconds(3000), 0.3));
      assertThat(history.latest().cpuUsage()).isEqualTo(0.3);
    }
  }

  @Test
  void samplesOlderThanTheRetentionGo() {
    try (RocksEngine engine = open()) {
      SampleHistory history = new SampleHistory(engine, Duration.ofHours(1));
      history.accept(sample(NOON, 0.1));
      history.accept(sample(NOON.plusSeconds(7200), 0.2));
      HistoryKey machine = new HistoryKey(1);
      assertThat(
              engine.last(ColumnFamily.HISTORY, machine.first(), machine.at(NOON.plusSeconds(60))))
          .isEmpty();
      assertThat(history.latest().cpuUsage()).isEqualTo(0.2);
    }
  }

  @Test
  void anEmptyStoreSaysThatItHasNoSample() {
    try (RocksEngine engine = open()) {
      SampleHistory history = new SampleHistory(engine, WEEK);
      assertThatThrownBy(history::latest)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("no sample");
    }
  }

  @Test
  void aBlockOfALaterFormatIsRefused() {
    assertThatThrownBy(() -> Block.decode(new byte[] {9, 0, 0}, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown format");
  }
}
