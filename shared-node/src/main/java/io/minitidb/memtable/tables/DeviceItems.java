package io.minitidb.memtable.tables;

import io.minitidb.probe.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the facts about devices. Integers are plain; other numbers have two decimals, as in
/// TiDB.
final class DeviceItems {
  private static final Comparator<DeviceItem> ORDER =
      Comparator.comparing(DeviceItem::type).thenComparing(DeviceItem::device);

  private final List<DeviceItem> items = new ArrayList<>();

  /// Begins the facts about one device.
  Device device(String type, String name) {
    return new Device(type, name);
  }

  /// Adds facts to [DeviceItems].
  final class Device {
    private final String type;
    private final String device;

    private Device(String type, String device) {
      this.type = type;
      this.device = device;
    }

    Device put(String name, String value) {
      items.add(new DeviceItem(type, device, name, value));
      return this;
    }

    Device put(String name, boolean value) {
      return put(name, Boolean.toString(value));
    }

    Device put(String name, long value) {
      return put(name, Long.toString(value));
    }

    Device put(String name, double value) {
      return put(name, twoDecimals(value));
    }

    /// Bytes, and fractions from 0 to 1.
    Device put(Space space) {
      return put("total", space.total())
          .put("used", space.used())
          .put("free", space.free())
          .put("used-percent", space.usedFraction())
          .put("free-percent", space.freeFraction());
    }
  }

  /// Returns all facts by kind and device; those of one device stay in their order.
  List<DeviceItem> sorted() {
    items.sort(ORDER);
    return items;
  }

  /// A tenth of what String.format takes. For numbers from 0 to 10^16.
  static String twoDecimals(double value) {
    long hundredths = Math.round(value * 100);
    StringBuilder text = new StringBuilder().append(hundredths / 100).append('.');
    long rest = hundredths % 100;
    return (rest < 10 ? text.append('0') : text).append(rest).toString();
  }
}
