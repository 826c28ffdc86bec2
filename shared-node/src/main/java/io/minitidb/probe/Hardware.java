package io.minitidb.probe;

import java.util.List;

/// What the machine is made of; read once at start.
///
/// @param cpuFrequency Hz, 0 when the machine does not say
/// @param cpuThreads logical processors
/// @param memoryTotal bytes
public record Hardware(
    String cpuVendor,
    String cpuModel,
    long cpuFrequency,
    int cpuThreads,
    int cpuCores,
    long memoryTotal,
    List<Disk> disks,
    List<Card> cards) {

  public Hardware {
    disks = List.copyOf(disks);
    cards = List.copyOf(cards);
  }

  /// A block device. `model` is what the kernel calls its driver or model; `size` is in bytes.
  public record Disk(String name, String model, long size) {}

  /// A network interface. `speed` is in bits per second, 0 when unknown; `driver` may be empty.
  public record Card(String name, String driver, String mac, long speed) {}
}
