package io.minitidb.probe;

/// Where samples come from. Implementations may block for as long as the operating system takes.
public interface SystemProbe {

  /// Returns what the machine is made of.
  Hardware hardware();

  /// Reads the counters now and returns them as a sample over the time since the last call; the
  /// first one covers the time since boot.
  Sample sample();
}
