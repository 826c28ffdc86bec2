package io.minitidb.memtable;

import java.util.List;

/// Tables that differ in little more than their names, found by the service loader as [MemTable]
/// is.
public interface MemTableFamily {
  List<Definition<?>> definitions();
}
