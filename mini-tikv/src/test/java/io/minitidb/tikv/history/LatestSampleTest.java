package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.probe.CpuState;
import io.minitidb.probe.CpuUse;
import io.minitidb.probe.DiskCounter;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.ProcessUse;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Space;
import io.minitidb.probe.Traffic;
import io.minitidb.tikv.Defaults;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LatestSampleTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");

  @TempDir Path directory;

  private RocksEngine open() {
    return new RocksEngine(directory, Defaults.config().rocksdb());
  }

  private static Sample sample(Instant time, double busy) {
    Map<CpuState, Double> states = new EnumMap<>(CpuState.class);
    for (CpuState state : CpuState.values()) {
      states.put(state, busy / (2 + state.text().length()));
    }
    return new Sample(
        time,
        new CpuUse(1.5, 2.25, 3, busy, states),
        new Space(1L << 40, 5),
        new Space(9, 8),
        new Space(7, 6),
        List.of(traffic("lo", NicCounter.class, 1), traffic("eth0", NicCounter.class, 1L << 50)),
        List.of(traffic("vda", DiskCounter.class, 77)),
        new ProcessUse(
            4711,
            0.25,
            1L << 33,
            11,
            12,
            13,
            Duration.ofMillis(14),
            15,
            16,
            Duration.ofMillis(17)));
  }

  /// Every counter has a value of its own, so that none can take another's place.
  private static <C extends Enum<C>> Traffic<C> traffic(String name, Class<C> type, long first) {
    Map<C, Long> totals = new EnumMap<>(type);
    Map<C, Double> rates = new EnumMap<>(type);
    long value = first;
    for (C counter : type.getEnumConstants()) {
      totals.put(counter, value);
      rates.put(counter, value++ / 8.0);
    }
    return new Traffic<>(name, totals, rates);
  }

  @Test
  void theLatestSampleIsReadBackAsItWasAlsoAfterARestart() {
    Sample sample = sample(NOON, 0.75);
    try (RocksEngine engine = open()) {
      LatestSample history = new LatestSample(engine);
      history.accept(sample(NOON.minusSeconds(1), 0.1));
      history.accept(sample);
      assertThat(history.latest()).isEqualTo(sample);
    }
    try (RocksEngine engine = open()) {
      assertThat(new LatestSample(engine).latest()).isEqualTo(sample);
    }
  }

  @Test
  void aSampleTakenAfterTheClockWasSetBackIsStillTheLatest() {
    try (RocksEngine engine = open()) {
      LatestSample history = new LatestSample(engine);
      history.accept(sample(NOON, 0.1));
      history.accept(sample(NOON.minusSeconds(3600), 0.2));
      assertThat(history.latest().cpu().busy()).isEqualTo(0.2);
      assertThat(history.latest().time()).isEqualTo(NOON.minusSeconds(3600));
    }
    try (RocksEngine engine = open()) {
      LatestSample history = new LatestSample(engine);
      history.accept(sample(NOON.minusSeconds(3000), 0.3));
      assertThat(history.latest().cpu().busy()).isEqualTo(0.3);
    }
  }

  @Test
  void anEmptyStoreSaysThatItHasNoSample() {
    try (RocksEngine engine = open()) {
      LatestSample history = new LatestSample(engine);
      assertThatThrownBy(history::latest)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("no sample");
    }
  }

  @Test
  void aBlockOfALaterFormatIsRefused() {
    assertThatThrownBy(() -> SampleBlock.decode(new byte[] {9, 0, 0}, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown format");
  }
}
