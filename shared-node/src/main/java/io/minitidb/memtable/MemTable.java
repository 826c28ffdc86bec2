package io.minitidb.memtable;

/// A table, found by the service loader. To add one, write one class in `tables`, or in the server
/// that alone can answer it.
public interface MemTable {
  Definition<?> definition();
}
