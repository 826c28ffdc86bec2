package io.minitidb.tikv.history;

import io.minitidb.cop.data.Type;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineSnapshot;
import io.minitidb.tikv.engine.RocksEngine;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes blocks of one table of one origin. The open block is written anew with every tick until it
/// has some dozens of rows; then it is left alone, until there are enough like it to be merged. So
/// a tick is written a few dozen times at most, and never lost. Not thread-safe.
final class BlockWriter {
  private static final Logger log = LoggerFactory.getLogger(BlockWriter.class);
  private static final int OPEN_ROWS = 64;
  private static final int MERGED_ROWS = 1024;
  private static final int LOOKED_BACK = 64;

  private final RocksEngine engine;
  private final HistoryKey key;
  private final List<Type> types;
  private final List<Small> small = new ArrayList<>();
  private final List<Ticks> open = new ArrayList<>();

  /// A block that waits to be merged.
  private record Small(long first, long last, int rows) {}

  /// What is to be written, all or nothing.
  record Changes(List<RocksEngine.Pair> written, List<byte[]> deleted) {
    Changes() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  BlockWriter(RocksEngine engine, HistoryKey key, List<Type> types) {
    this.engine = engine;
    this.key = key;
    this.types = types;
    findSmall();
  }

  /// After a restart, those that nobody has merged.
  private void findSmall() {
    try (EngineSnapshot now = engine.snapshot()) {
      int rows = 0;
      for (RocksEngine.Pair pair :
          now.list(
              ColumnFamily.HISTORY,
              key.first(),
              key.end(),
              EngineSnapshot.Direction.BACKWARDS,
              LOOKED_BACK,
              Long.MAX_VALUE)) {
        Block block = Block.open(pair.value(), types.size());
        rows += block.rows();
        if (block.rows() >= MERGED_ROWS || rows >= 2 * MERGED_ROWS) {
          break;
        }
        small.addFirst(new Small(block.firstMoment(), block.lastMoment(), block.rows()));
      }
    } catch (IllegalArgumentException e) {
      log.warn("blocks of history are left as they are: {}", e.getMessage());
    }
  }

  /// Adds ticks that come after all others.
  void add(List<Ticks> ticks, Changes changes) {
    if (rows(small) >= MERGED_ROWS) {
      merge(changes);
    }
    int rows = open.stream().mapToInt(Ticks::rows).sum();
    boolean changed = false;
    for (Ticks tick : ticks) {
      if (tick.rows() > 0) {
        open.add(tick);
        rows += tick.rows();
        changed = true;
      }
      if (rows >= OPEN_ROWS) {
        Ticks all = write(changes);
        small.add(new Small(all.firstMoment(), all.lastMoment(), all.rows()));
        open.clear();
        rows = 0;
        changed = false;
      }
    }
    if (changed) {
      write(changes);
    }
  }

  private Ticks write(Changes changes) {
    Ticks all = Ticks.concat(open);
    changes.written().add(new RocksEngine.Pair(key.at(all.firstMoment()), Block.encode(all)));
    return all;
  }

  private static int rows(List<Small> blocks) {
    return blocks.stream().mapToInt(Small::rows).sum();
  }

  private void merge(Changes changes) {
    List<Ticks> parts = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    try {
      // All that is there, since retention may have taken the first of them.
      for (RocksEngine.Pair pair :
          engine.list(
              ColumnFamily.HISTORY,
              key.at(small.getFirst().first()),
              key.behind(small.getLast().last()))) {
        parts.add(Block.open(pair.value(), types.size()).ticks(types));
        keys.add(pair.key());
      }
      if (parts.size() > 1) {
        Ticks all = Ticks.concat(parts);
        changes.deleted().addAll(keys);
        changes.written().add(new RocksEngine.Pair(key.at(all.firstMoment()), Block.encode(all)));
      }
    } catch (IllegalArgumentException e) {
      log.warn("blocks of history are not merged: {}", e.getMessage());
    }
    small.clear();
  }
}
