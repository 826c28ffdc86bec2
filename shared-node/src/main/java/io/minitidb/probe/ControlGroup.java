package io.minitidb.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits that a container, or a service manager, puts on this process: the control groups of
/// version 1 and 2, also both at a time. A limit of a group further up binds as well, so the
/// tightest one on the way counts.
final class ControlGroup {
  /// What version 1 says where there is no limit is a little less than 2^63.
  private static final long UNLIMITED = 1L << 60;

  private final ProcFiles files;
  private final List<String> memory;
  private final List<String> memoryV1;
  private final List<String> cpu;
  private final List<String> cpuV1;
  private final List<String> accountingV1;

  /// @param cores that the group may use; 1.5 is one and a half
  /// @param usedNanos of processor time that the group has used so far
  record CpuQuota(double cores, long usedNanos) {}

  /// Finds the groups of this process.
  ControlGroup(ProcFiles files) {
    this.files = files;
    CgroupMounts mounts = new CgroupMounts(files);
    memoryV1 = mounts.legacy("memory");
    cpuV1 = mounts.legacy("cpu");
    accountingV1 = mounts.legacy("cpuacct");
    List<String> unified = mounts.unified();
    memory = memoryV1.isEmpty() ? unified : List.of();
    cpu = cpuV1.isEmpty() ? unified : List.of();
  }

  /// Returns the memory of the group with the tightest limit: its limit and what is in use, page
  /// cache that can be dropped not counted.
  Optional<Space> memory() {
    Optional<Space> tightest = Optional.empty();
    for (String directory : memory) {
      tightest = tighter(tightest, directory, "/memory.max", "/memory.current", "inactive_file ");
    }
    for (String directory : memoryV1) {
      tightest =
          tighter(
              tightest,
              directory,
              "/memory.limit_in_bytes",
              "/memory.usage_in_bytes",
              "total_inactive_file ");
    }
    return tightest;
  }

  private Optional<Space> tighter(
      Optional<Space> sofar, String directory, String limitFile, String usageFile, String cache) {
    OptionalLong limit = files.number(directory + limitFile);
    if (limit.isEmpty()
        || limit.getAsLong() >= UNLIMITED
        || sofar.map(Space::total).orElse(Long.MAX_VALUE) <= limit.getAsLong()) {
      return sofar;
    }
    long inactive =
        files.lines(directory + "/memory.stat").stream()
            .filter(line -> line.startsWith(cache))
            .mapToLong(line -> Long.parseLong(line.substring(cache.length()).strip()))
            .findFirst()
            .orElse(0);
    long used = files.number(directory + usageFile).orElse(0);
    return Optional.of(new Space(limit.getAsLong(), used - inactive));
  }

  /// Returns the tightest quota, or empty when there is none.
  Optional<CpuQuota> cpu() {
    Optional<CpuQuota> tightest = Optional.empty();
    for (String directory : cpu) {
      String[] limit = files.text(directory + "/cpu.max").orElse("max").split(" ");
      if (!limit[0].equals("max")) {
        double period = limit.length > 1 ? Double.parseDouble(limit[1]) : 100_000;
        tightest =
            tighter(tightest, Double.parseDouble(limit[0]) / period, usedMicros(directory) * 1000);
      }
    }
    for (int i = 0; i < cpuV1.size(); i++) {
      long quota = files.number(cpuV1.get(i) + "/cpu.cfs_quota_us").orElse(-1);
      long period = files.number(cpuV1.get(i) + "/cpu.cfs_period_us").orElse(0);
      if (quota > 0 && period > 0) {
        String accounting = i < accountingV1.size() ? accountingV1.get(i) : cpuV1.get(i);
        long used = files.number(accounting + "/cpuacct.usage").orElse(0);
        tightest = tighter(tightest, (double) quota / period, used);
      }
    }
    return tightest;
  }

  private static Optional<CpuQuota> tighter(Optional<CpuQuota> sofar, double cores, long used) {
    return sofar.isPresent() && sofar.get().cores() <= cores
        ? sofar
        : Optional.of(new CpuQuota(cores, used));
  }

  private long usedMicros(String directory) {
    String key = "usage_usec ";
    return files.lines(directory + "/cpu.stat").stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.substring(key.length())))
        .findFirst()
        .orElse(0);
  }

  /// Returns every directory that is looked at, for tests.
  List<String> directories() {
    List<String> all = new ArrayList<>(memory);
    all.addAll(memoryV1);
    all.addAll(cpu);
    all.addAll(cpuV1);
    return all;
  }
}
