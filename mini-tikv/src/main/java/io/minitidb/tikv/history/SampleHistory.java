package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Vitals;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Keeps every sample of the machine in the store and reads the latest one back from there, so that
/// what a query sees is what survives a restart. One writer; readers at any time.
public final class SampleHistory implements Consumer<Sample>, Vitals {
  private static final HistoryKey MACHINE = new HistoryKey(1);
  private static final HistoryKey NICS = new HistoryKey(2);
  private static final HistoryKey DISKS = new HistoryKey(3);
  private static final Duration CLEANING_INTERVAL = Duration.ofMinutes(1);

  private final RocksEngine engine;
  private volatile Duration retention;
  private volatile Instant cleaned = Instant.EPOCH;
  private Instant lastTime;

  public SampleHistory(RocksEngine engine, Duration retention) {
    this.engine = engine;
    this.retention = retention;
    this.lastTime =
        engine
            .last(ColumnFamily.HISTORY, MACHINE.first(), MACHINE.last())
            .map(pair -> HistoryKey.time(pair.key()))
            .orElse(Instant.EPOCH);
  }

  /// Sets how long samples are kept; the next one makes those go that are older.
  public void keep(Duration changed) {
    retention = changed;
    cleaned = Instant.EPOCH; // after the retention: who writes it does so before reading that
  }

  @Override
  public void accept(Sample sample) {
    // When the clock was set back, new samples still sort behind the old ones.
    Instant time = sample.time().isAfter(lastTime) ? sample.time() : lastTime.plusNanos(1000);
    lastTime = time;
    engine.put(
        ColumnFamily.HISTORY,
        List.of(
            new RocksEngine.Pair(MACHINE.at(time), Block.encode(SampleRows.machine(sample))),
            new RocksEngine.Pair(NICS.at(time), Block.encode(SampleRows.nics(sample))),
            new RocksEngine.Pair(DISKS.at(time), Block.encode(SampleRows.disks(sample)))));
    if (time.isAfter(cleaned.plus(CLEANING_INTERVAL))) {
      cleaned = time;
      for (HistoryKey key : List.of(MACHINE, NICS, DISKS)) {
        engine.deleteRange(ColumnFamily.HISTORY, key.first(), key.at(time.minus(retention)));
      }
    }
  }

  @Override
  public Sample latest() {
    return SampleRows.sample(
        last(MACHINE, SampleRows.MACHINE_TYPES),
        last(NICS, SampleRows.NIC_TYPES),
        last(DISKS, SampleRows.DISK_TYPES));
  }

  private Batch last(HistoryKey key, List<Type> types) {
    return engine
        .last(ColumnFamily.HISTORY, key.first(), key.last())
        .map(pair -> Block.decode(pair.value(), types))
        .orElseThrow(() -> new EngineException("the store holds no sample yet"));
  }
}
