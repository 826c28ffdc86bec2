package io.minitidb.probe;

import java.util.List;

/// Where facts about the machine come from. Implementations may block for as long as the operating
/// system takes. One thread may take samples while another reads the rest.
public interface SystemProbe {

  /// Reads the counters now and returns them as a sample over the time since the last call; the
  /// first one covers the time since boot.
  Sample sample();

  /// Returns what the machine is made of now.
  Hardware hardware();

  /// Returns the settings of the operating system now.
  List<Parameter> parameters();
}
