package io.minitidb.probe;

import java.util.List;

/// What a node last saw of the things that change rarely. Readers never wait.
public interface Inventory {
  Hardware hardware();

  /// Returns the settings of the operating system; none in the first moment after the start.
  List<Parameter> parameters();

  /// Returns an inventory that never changes.
  static Inventory of(Hardware hardware, List<Parameter> parameters) {
    record Fixed(Hardware hardware, List<Parameter> parameters) implements Inventory {}
    return new Fixed(hardware, List.copyOf(parameters));
  }
}
