package io.minitidb.probe;

import java.util.List;
import java.util.Optional;

/// What the machine is made of, as far as this node may use it.
///
/// @param memoryTotal bytes, of the control group when that has less than the machine
/// @param disks the devices that exist as hardware
/// @param fileSystems those on block devices, each once, and that of the data directory
public record Hardware(
    Processor processor,
    long memoryTotal,
    List<Disk> disks,
    List<FileSystem> fileSystems,
    List<Card> cards) {

  public Hardware {
    disks = List.copyOf(disks);
    fileSystems = List.copyOf(fileSystems);
    cards = List.copyOf(cards);
  }

  /// @param arch as the JDK calls it
  /// @param frequency Hz, 0 when the machine does not say
  /// @param threads logical processors that may be used; no more than the control group's quota
  /// @param cores physical ones
  /// @param caches one a level, those for data
  public record Processor(
      String arch,
      String vendor,
      String model,
      long frequency,
      int threads,
      int cores,
      List<Cache> caches) {
    public Processor {
      caches = List.copyOf(caches);
    }

    /// Returns the cache of the highest level.
    public Optional<Cache> lastCache() {
      return caches.isEmpty() ? Optional.empty() : Optional.of(caches.getLast());
    }
  }

  /// Bytes; `level` is 1 to 4.
  public record Cache(int level, long size, long lineSize) {}

  /// A block device. `driver` is the kernel's, or the model when there is none; `size` is in bytes.
  public record Disk(String name, String driver, long size) {}

  /// A mounted file system.
  ///
  /// @param device without `/dev/`
  /// @param type as in mount(8)
  /// @param path where it is mounted
  /// @param medium `SSD`, `HDD` or `Unknown`
  public record FileSystem(
      String device, String type, String options, String path, Space space, String medium) {}

  /// A network interface.
  ///
  /// @param driver empty for one without hardware
  /// @param mac empty when there is none
  /// @param speed bits per second, 0 when unknown
  /// @param flags as in Linux's `if.h`
  /// @param addresses with the length of their prefix
  public record Card(
      String name,
      String driver,
      String mac,
      long speed,
      int index,
      int flags,
      List<String> addresses) {
    public Card {
      addresses = List.copyOf(addresses);
    }

    public boolean isUp() {
      return has(0x1);
    }

    public boolean isBroadcast() {
      return has(0x2);
    }

    public boolean isLoopback() {
      return has(0x8);
    }

    public boolean isPointToPoint() {
      return has(0x10);
    }

    public boolean isMulticast() {
      return has(0x1000);
    }

    private boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }
}
