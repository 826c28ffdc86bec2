package io.minitidb.memtable;

import java.util.List;

/// Tables that are so much alike that one class defines them all, found by the service loader as
/// [MemTable] is.
public interface MemTableGroup {
  List<Definition<?>> definitions();
}
