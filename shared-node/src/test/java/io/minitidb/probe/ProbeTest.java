package io.minitidb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeTest {
  private static final Duration OFTEN = Duration.ofMillis(1);

  private static Sample sample(int number) {
    return Samples.of(Instant.ofEpochSecond(number), 0.5, List.of());
  }

  /// Counts its readings, of which those from `failFrom` to `failTo` - 1 fail.
  private static class Numbered implements SystemProbe {
    private final AtomicInteger readings = new AtomicInteger();
    private final int failFrom;
    private final int failTo;

    Numbered(int failFrom, int failTo) {
      this.failFrom = failFrom;
      this.failTo = failTo;
    }

    @Override
    public Hardware hardware() {
      return new Hardware(
          new Hardware.Processor("", "", "", 0, 1, 1, List.of()),
          1,
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(new Parameter("sysctl", "reading", "" + readings.get()));
    }

    @Override
    public Sample sample() {
      int number = readings.incrementAndGet();
      if (number >= failFrom && number < failTo) {
        throw new IllegalStateException("no reading " + number);
      }
      return ProbeTest.sample(number);
    }
  }

  @Test
  void theMachineIsPlausible(@TempDir Path directory) {
    LinuxProbe probe = new LinuxProbe(directory);
    Hardware hardware = probe.hardware();
    assertThat(hardware.processor().threads()).isPositive();
    assertThat(hardware.processor().cores()).isPositive();
    assertThat(hardware.memoryTotal()).isGreaterThan(1 << 20);
    assertThat(hardware.processor().frequency()).isNotNegative();
    assertThat(hardware.fileSystems()).isNotEmpty();
    assertThat(hardware.cards()).extracting(Hardware.Card::name).contains("lo");
    assertThat(probe.parameters()).extracting(Parameter::name).contains("vm.swappiness");
    for (int i = 0; i < 3; i++) {
      Sample sample = probe.sample();
      assertThat(sample.cpu().busy()).isBetween(0.0, 1.0);
      assertThat(sample.cpu().states().values()).allMatch(state -> state >= 0 && state <= 1);
      assertThat(sample.memory().usedFraction()).isBetween(0.0, 1.0);
      assertThat(sample.disk().usedFraction()).isBetween(0.0, 1.0);
      assertThat(sample.memory().total()).isEqualTo(hardware.memoryTotal());
      assertThat(sample.disk().total()).isPositive();
      assertThat(sample.networkRate()).isNotNegative();
      assertThat(sample.nics()).extracting(Traffic::device).contains("lo");
      assertThat(sample.process().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(sample.process().cpu()).isBetween(0.0, 1.0);
      assertThat(sample.process().rss()).isGreaterThan(sample.process().heapUsed() / 2);
      assertThat(sample.process().heapUsed()).isPositive();
      assertThat(sample.process().threads()).isPositive();
      assertThat(sample.process().openFiles()).isPositive();
      assertThat(sample.process().uptime()).isPositive();
    }
  }

  @Test
  void aDirectoryThatIsGoneCostsOnlyItsNumbers(@TempDir Path directory) {
    Sample sample = new LinuxProbe(directory.resolve("gone")).sample();
    assertThat(sample.disk()).isEqualTo(Space.NONE);
    assertThat(sample.memory().total()).isPositive();
  }

  @Test
  void anInventoryIsReadAtOnceAndItsSettingsSoon() {
    try (InventoryWatch inventory = new InventoryWatch(new Numbered(0, 0), Duration.ofDays(1))) {
      assertThat(inventory.hardware().processor().threads()).isEqualTo(1);
      await().until(() -> inventory.parameters().size() == 1);
    }
  }

  @Test
  void theHardwareIsReadAgainAsOftenAsIsSet() {
    AtomicInteger readings = new AtomicInteger();
    SystemProbe probe =
        new Numbered(0, 0) {
          @Override
          public Hardware hardware() {
            readings.incrementAndGet();
            return super.hardware();
          }
        };
    try (InventoryWatch inventory = new InventoryWatch(probe, Duration.ofDays(1))) {
      assertThat(readings).hasValue(1);
      inventory.every(OFTEN);
      await().until(() -> readings.get() >= 3);
    }
  }

  @Test
  void theIntervalOfSamplesCanBeChanged() {
    try (Sampler sampler = new Sampler(new Numbered(0, 0), Duration.ofDays(1), sample -> {})) {
      sampler.every(OFTEN);
      await().until(() -> sampler.latest().time().getEpochSecond() >= 3);
    }
  }

  @Test
  void theFirstSampleIsThereAtOnce() {
    List<Sample> heard = new CopyOnWriteArrayList<>();
    try (Sampler sampler = new Sampler(new Numbered(0, 0), Duration.ofDays(1), heard::add)) {
      assertThat(sampler.latest()).isEqualTo(sample(1));
      assertThat(heard).containsExactly(sample(1));
    }
  }

  @Test
  void samplingGoesOnAndEverySampleIsHeardInOrder() {
    List<Sample> heard = new CopyOnWriteArrayList<>();
    try (Sampler sampler = new Sampler(new Numbered(0, 0), OFTEN, heard::add)) {
      await().until(() -> heard.size() >= 5);
      assertThat(List.copyOf(heard))
          .startsWith(sample(1), sample(2), sample(3), sample(4), sample(5));
      await().until(() -> sampler.latest().time().getEpochSecond() >= 5);
    }
  }

  @Test
  void theLastGoodSampleStaysWhileTheProbeFails() {
    Numbered probe = new Numbered(2, Integer.MAX_VALUE);
    try (Sampler sampler = new Sampler(probe, OFTEN, sample -> {})) {
      await().until(() -> probe.readings.get() > 5);
      assertThat(sampler.latest()).isEqualTo(sample(1));
    }
  }

  @Test
  void samplingRecoversWithTheProbe() {
    try (Sampler sampler = new Sampler(new Numbered(2, 5), OFTEN, sample -> {})) {
      await().until(() -> sampler.latest().time().getEpochSecond() >= 5);
    }
  }

  @Test
  void aListenerThatFailsDoesNotStopTheSamples() {
    AtomicInteger heard = new AtomicInteger();
    Sampler sampler =
        new Sampler(
            new Numbered(0, 0),
            OFTEN,
            sample -> {
              if (heard.incrementAndGet() > 1) {
                throw new IllegalStateException("disk full");
              }
            });
    try (sampler) {
      await().until(() -> sampler.latest().time().getEpochSecond() >= 3);
    }
  }

  @Test
  void aProbeThatFailsAtTheStartIsTheCallersProblem() {
    assertThatThrownBy(() -> new Sampler(new Numbered(1, 2), OFTEN, sample -> {}))
        .hasMessage("no reading 1");
  }
}
