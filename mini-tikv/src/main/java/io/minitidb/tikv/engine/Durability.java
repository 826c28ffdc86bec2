package io.minitidb.tikv.engine;

/// What a write has survived when it is done.
public enum Durability {
  /// Handed to the operating system: survives the death of the process.
  SYSTEM,
  /// On the disk: survives the loss of power.
  DISK
}
