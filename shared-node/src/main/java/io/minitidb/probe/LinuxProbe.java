package io.minitidb.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the machine from `/proc` and `/sys`. A sample reads about a dozen small files.
public final class LinuxProbe implements SystemProbe {
  private static final Logger log = LoggerFactory.getLogger(LinuxProbe.class);

  private final ProcFiles files;
  private final Path dataDirectory;
  private final CpuReader cpu;
  private final MemoryReader memory;
  private final ProcessReader process;
  private final ProcessorReader processor;
  private final DiskReader disks;
  private final CardReader cards;
  private final TrafficMeter<NicCounter> nicMeter = new TrafficMeter<>(NicCounter.class);
  private final TrafficMeter<DiskCounter> diskMeter = new TrafficMeter<>(DiskCounter.class);
  private final Map<String, Boolean> isWhole = new HashMap<>();
  private long lastNanos;

  /// @param dataDirectory the node's own directory; its file system is the one whose usage is
  ///   reported
  public LinuxProbe(Path dataDirectory) {
    this(dataDirectory, Path.of("/"));
  }

  /// @param root where `proc` and `sys` are
  LinuxProbe(Path dataDirectory, Path root) {
    this.dataDirectory = dataDirectory;
    files = new ProcFiles(root);
    ControlGroup group = new ControlGroup(files);
    cpu = new CpuReader(files, group);
    memory = new MemoryReader(files, group);
    process = new ProcessReader(files);
    processor = new ProcessorReader(files, group);
    disks = new DiskReader(files, dataDirectory);
    cards = new CardReader(files);
  }

  @Override
  public Sample sample() {
    return sample(System.nanoTime());
  }

  /// @param now of some clock that never goes back
  Sample sample(long now) {
    double seconds = lastNanos == 0 ? secondsSinceBoot() : (now - lastNanos) / 1e9;
    lastNanos = now;
    MemoryReader.Both both = memory.read();
    Map<String, Map<DiskCounter, Long>> devices = DiskCounter.parse(files.lines("proc/diskstats"));
    devices.keySet().removeIf(device -> !whole(device));
    return new Sample(
        Instant.now(),
        cpu.read(now),
        both.memory(),
        both.swap(),
        disk(),
        nicMeter.measure(NicCounter.parse(files.lines("proc/net/dev")), seconds),
        diskMeter.measure(devices, seconds),
        process.read(now));
  }

  /// Partitions are counted in their devices.
  private boolean whole(String device) {
    return isWhole.computeIfAbsent(
        device, name -> files.exists("sys/block/" + name.replace('/', '!')));
  }

  private double secondsSinceBoot() {
    return files
        .text("proc/uptime")
        .map(text -> Double.parseDouble(text.split(" ")[0]))
        .orElse(0.0);
  }

  private Space disk() {
    try {
      return DiskReader.space(dataDirectory);
    } catch (IOException e) {
      log.debug("cannot read the usage of the file system of {}", dataDirectory, e);
      return Space.NONE;
    }
  }

  @Override
  public Hardware hardware() {
    return new Hardware(
        processor.read(),
        memory.read().memory().total(),
        disks.disks(),
        disks.fileSystems(),
        cards.read());
  }

  @Override
  public List<Parameter> parameters() {
    return KernelParameters.read(files);
  }
}
