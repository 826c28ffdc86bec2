package io.minitidb.bench;

import io.minitidb.probe.Hardware;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Parameter;
import io.minitidb.probe.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a node pays for knowing its machine: a sample is taken every second, the hardware is read
/// every 15 seconds, the settings every ten minutes. Run it with `./mini-cluster bench Probe`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ProbeBenchmark {
  private final LinuxProbe probe = new LinuxProbe(Path.of("").toAbsolutePath());

  @Benchmark
  public Sample sample() {
    return probe.sample();
  }

  @Benchmark
  public Hardware hardware() {
    return probe.hardware();
  }

  @Benchmark
  public List<Parameter> parameters() {
    return probe.parameters();
  }
}
