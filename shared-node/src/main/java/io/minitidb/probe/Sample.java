package io.minitidb.probe;

import java.time.Instant;
import java.util.List;

/// The state of the machine and of this process over one sampling interval, as one node saw it.
///
/// @param time the end of the interval
/// @param memory of the machine, or of the control group when that has less; page cache counts as
///   free
/// @param disk the file system of the data directory
/// @param nics one entry per network interface
/// @param disks one entry per block device that ever did anything
public record Sample(
    Instant time,
    CpuUse cpu,
    Space memory,
    Space swap,
    Space disk,
    List<Traffic<NicCounter>> nics,
    List<Traffic<DiskCounter>> disks,
    ProcessUse process) {

  public Sample {
    nics = List.copyOf(nics);
    disks = List.copyOf(disks);
  }

  /// Returns bytes per second sent and received over all interfaces.
  public long networkRate() {
    return Math.round(networkIn() + networkOut());
  }

  /// Returns bytes per second received over all interfaces.
  public double networkIn() {
    return rate(NicCounter.BYTES_RECEIVED);
  }

  /// Returns bytes per second sent over all interfaces.
  public double networkOut() {
    return rate(NicCounter.BYTES_SENT);
  }

  private double rate(NicCounter counter) {
    double sum = 0;
    for (Traffic<NicCounter> nic : nics) {
      sum += nic.rate(counter);
    }
    return sum;
  }
}
