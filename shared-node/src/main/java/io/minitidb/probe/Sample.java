package io.minitidb.probe;

import java.time.Instant;
import java.util.List;

/// The state of the machine over one sampling interval, as one node saw it.
///
/// @param time the end of the interval
/// @param cpuUsage fraction of all processors in use over the interval, 0 to 1
/// @param memoryTotal bytes of the machine, or of the control group when that is smaller
/// @param memoryUsed bytes in use, page cache not counted
/// @param diskTotal bytes of the file system of the data directory
/// @param diskUsed bytes in use there
/// @param nics one entry per network interface
public record Sample(
    Instant time,
    double cpuUsage,
    long memoryTotal,
    long memoryUsed,
    long diskTotal,
    long diskUsed,
    List<Nic> nics) {

  public Sample {
    nics = List.copyOf(nics);
  }

  /// Traffic of one network interface.
  ///
  /// @param bytesSent counter since boot
  /// @param bytesReceived counter since boot
  /// @param sentPerSecond bytes per second over the interval
  /// @param receivedPerSecond bytes per second over the interval
  public record Nic(
      String name,
      long bytesSent,
      long bytesReceived,
      double sentPerSecond,
      double receivedPerSecond) {}

  /// Returns the fraction of memory in use, 0 to 1.
  public double memoryUsage() {
    return memoryTotal == 0 ? 0 : (double) memoryUsed / memoryTotal;
  }

  /// Returns the fraction of the data directory's file system in use, 0 to 1.
  public double diskUsage() {
    return diskTotal == 0 ? 0 : (double) diskUsed / diskTotal;
  }

  /// Returns bytes per second sent and received over all interfaces.
  public long networkRate() {
    double sum = 0;
    for (Nic nic : nics) {
      sum += nic.sentPerSecond + nic.receivedPerSecond;
    }
    return Math.round(sum);
  }
}
