package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.history.Tick;
import io.minitidb.history.TickTaker;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.KeptTable;
import io.minitidb.node.NodeInfo;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The history that a store keeps, its own and that of other nodes: ticks as blocks in RocksDB.
/// Ticks of different nodes may come at the same time, and be read meanwhile.
public final class HistoryStore implements HistorySource, TickTaker {
  private static final int MOST_ORIGINS = 100_000;

  private final RocksEngine engine;
  private final Map<String, KeptTable> tables;
  private final Map<Integer, StoredTable> stored = new ConcurrentHashMap<>();
  private final Map<Origin.Identity, Kept> origins = new ConcurrentHashMap<>();
  private int lastOrigin;

  /// What is known of an origin. Its lock is held while ticks are added.
  private static final class Kept {
    volatile Origin origin;
    boolean gone;
    final Map<String, BlockWriter> writers = new HashMap<>();

    Kept(Origin origin) {
      this.origin = origin;
    }
  }

  /// @param tables whose rows are kept, by their names
  public HistoryStore(RocksEngine engine, Map<String, KeptTable> tables) {
    this.engine = engine;
    this.tables = Map.copyOf(tables);
    for (RocksEngine.Pair pair :
        engine.list(ColumnFamily.HISTORY, StoredTable.firstKey(), StoredTable.endKey())) {
      StoredTable table = StoredTable.decode(pair.key(), pair.value());
      stored.put(table.number(), table);
    }
    for (RocksEngine.Pair pair :
        engine.list(ColumnFamily.HISTORY, Origin.firstKey(), Origin.endKey())) {
      Origin origin = Origin.decode(pair.key(), pair.value());
      origins.put(Origin.Identity.of(origin.node()), new Kept(origin));
      lastOrigin = Math.max(lastOrigin, origin.number());
    }
    tables.values().forEach(this::number);
  }

  private synchronized StoredTable number(KeptTable table) {
    for (StoredTable known : stored.values()) {
      if (known.isOf(table)) {
        return known;
      }
    }
    int number = stored.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    StoredTable fresh = StoredTable.of(number, table);
    engine.put(ColumnFamily.HISTORY, List.of(new RocksEngine.Pair(fresh.key(), fresh.encode())));
    stored.put(number, fresh);
    return fresh;
  }

  /// Keeps ticks of one node, all or none; those that are here already are passed over.
  ///
  /// @throws EngineException when they cannot be written
  @Override
  public void take(NodeInfo node, List<Tick> ticks) {
    Kept kept = kept(node);
    synchronized (kept) {
      if (kept.gone) {
        take(node, ticks);
        return;
      }
      BlockWriter.Changes changes = new BlockWriter.Changes();
      Origin origin = kept.origin;
      Map<String, List<Ticks>> fresh = new HashMap<>();
      for (Tick tick : ticks) {
        if (tick.moment() > origin.last()) {
          origin = origin.with(tick.moment(), tick.before(), tick.moment() - tick.time());
          tick.rows()
              .forEach((table, rows) ->
                  fresh.computeIfAbsent(table, each -> new ArrayList<>()).add(ticks(tick, rows)));
        }
      }
      if (fresh.isEmpty() && origin.equals(kept.origin)) {
        return;
      }
      fresh.forEach((table, rows) -> writer(kept, table).add(rows, changes));
      changes.written().add(new RocksEngine.Pair(origin.key(), origin.encode()));
      try {
        engine.write(ColumnFamily.HISTORY, changes.written(), changes.deleted());
      } catch (EngineException e) {
        kept.writers.clear(); // they have begun what was not written
        throw e;
      }
      kept.origin = origin;
    }
  }

  private Kept kept(NodeInfo node) {
    Origin.Identity identity = Origin.Identity.of(node);
    Kept known = origins.get(identity);
    return known == null ? begin(identity, node) : known;
  }

  private synchronized Kept begin(Origin.Identity identity, NodeInfo node) {
    if (origins.size() >= MOST_ORIGINS) {
      throw new EngineException(
          "this store keeps the history of " + MOST_ORIGINS + " runs of nodes already");
    }
    return origins.computeIfAbsent(
        identity, each -> new Kept(new Origin(++lastOrigin, node, 0, List.of())));
  }

  private BlockWriter writer(Kept kept, String name) {
    KeptTable table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("no history is kept of '" + name + "'");
    }
    return kept.writers.computeIfAbsent(
        name,
        each ->
            new BlockWriter(
                engine,
                new HistoryKey(number(table).number(), kept.origin.number()),
                table.types()));
  }

  private static Ticks ticks(Tick tick, Batch rows) {
    return new Ticks(
        new long[] {tick.moment()},
        new long[] {tick.time()},
        new int[] {rows.rows()},
        rows.columns());
  }

  @Override
  public Reading open(KeptTable table, List<Integer> columns, Wish wish) {
    List<StoredTable> sources =
        stored.values().stream().filter(each -> each.name().equals(table.name())).toList();
    // Origins before the snapshot: what they say is there.
    List<Origin> all = origins();
    return new HistoryReading(engine.snapshot(), table, columns, sources, all, wish);
  }

  List<Origin> origins() {
    return origins.values().stream().map(kept -> kept.origin).toList();
  }

  Collection<StoredTable> stored() {
    return stored.values();
  }

  @Override
  public List<Copy> copies() {
    List<Copy> copies = new ArrayList<>();
    for (Origin origin : origins()) {
      for (Origin.Run run : origin.runs()) {
        copies.add(new Copy(origin.number(), origin.node(), run.from(), run.to()));
      }
    }
    return copies;
  }

  /// Returns the first and the last moment of all ticks; the same when there is none.
  Origin.Run span() {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (Origin origin : origins()) {
      if (!origin.runs().isEmpty()) {
        from = Math.min(from, origin.runs().getFirst().from());
        to = Math.max(to, origin.last());
      }
    }
    return from > to ? new Origin.Run(0, 0) : new Origin.Run(from, to);
  }

  /// Returns about how many bytes the blocks take.
  long size() {
    return engine.approximateSize(ColumnFamily.HISTORY, new byte[] {'t'}, new byte[] {'u'});
  }

  /// Forgets all ticks before `moment`.
  void forget(long moment) {
    for (Kept kept : List.copyOf(origins.values())) {
      synchronized (kept) {
        Origin origin = kept.origin;
        if (origin.runs().isEmpty() || origin.runs().getFirst().from() >= moment) {
          continue;
        }
        Origin left = origin.since(moment);
        drop(origin, moment, left.runs().isEmpty());
        if (left.runs().isEmpty()) {
          engine.write(ColumnFamily.HISTORY, List.of(), List.of(origin.key()));
          origins.remove(Origin.Identity.of(origin.node()));
          kept.gone = true;
        } else {
          engine.put(
              ColumnFamily.HISTORY, List.of(new RocksEngine.Pair(left.key(), left.encode())));
          kept.origin = left;
        }
      }
    }
  }

  /// The block that reaches over `moment` stays, if anything does.
  private void drop(Origin origin, long moment, boolean all) {
    for (StoredTable table : stored.values()) {
      HistoryKey key = new HistoryKey(table.number(), origin.number());
      byte[] end =
          all
              ? key.end()
              : engine
                  .last(ColumnFamily.HISTORY, key.first(), key.at(moment))
                  .map(RocksEngine.Pair::key)
                  .orElse(key.first());
      engine.drop(ColumnFamily.HISTORY, key.first(), end);
    }
  }
}
