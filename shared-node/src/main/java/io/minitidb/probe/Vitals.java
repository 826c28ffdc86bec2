package io.minitidb.probe;

/// The latest sample of a node. Readers never wait.
@FunctionalInterface
public interface Vitals {
  Sample latest();
}
