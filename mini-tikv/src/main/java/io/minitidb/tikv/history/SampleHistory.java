package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Vitals;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Keeps every sample of the machine in the store and reads the latest one back from there, so that
/// what a query sees is what survives a restart. One writer; readers at any time.
public final class SampleHistory implements Consumer<Sample>, Vitals {
  private static final HistoryKey MACHINE = new HistoryKey(1);
  private static final HistoryKey NICS = new HistoryKey(2);
  private static final Type TIME = Type.timestamp(6);
  private static final List<Type> MACHINE_TYPES =
      List.of(TIME, Type.DOUBLE, Type.BIGINT, Type.BIGINT, Type.BIGINT, Type.BIGINT);
  private static final List<Type> NIC_TYPES =
      List.of(Type.varchar(64), Type.BIGINT, Type.BIGINT, Type.DOUBLE, Type.DOUBLE);
  private static final Duration CLEANING_INTERVAL = Duration.ofMinutes(1);

  private final RocksEngine engine;
  private final Duration retention;
  private Instant cleaned = Instant.EPOCH;
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

  @Override
  public void accept(Sample sample) {
    // When the clock was set back, new samples still sort behind the old ones.
    Instant time = sample.time().isAfter(lastTime) ? sample.time() : lastTime.plusNanos(1000);
    lastTime = time;
    engine.put(
        ColumnFamily.HISTORY,
        List.of(
            new RocksEngine.Pair(MACHINE.at(time), Block.encode(machine(sample))),
            new RocksEngine.Pair(NICS.at(time), Block.encode(nics(sample)))));
    if (time.isAfter(cleaned.plus(CLEANING_INTERVAL))) {
      cleaned = time;
      for (HistoryKey key : List.of(MACHINE, NICS)) {
        engine.deleteRange(ColumnFamily.HISTORY, key.first(), key.at(time.minus(retention)));
      }
    }
  }

  @Override
  public Sample latest() {
    Batch machine = last(MACHINE, MACHINE_TYPES);
    Batch nics = last(NICS, NIC_TYPES);
    List<Sample.Nic> cards = new ArrayList<>();
    for (int row = 0; row < nics.rows(); row++) {
      cards.add(
          new Sample.Nic(
              nics.column(0).getString(row),
              nics.column(1).getLong(row),
              nics.column(2).getLong(row),
              nics.column(3).getDouble(row),
              nics.column(4).getDouble(row)));
    }
    return new Sample(
        CoreTime.toLocal(machine.column(0).getLong(0)).toInstant(ZoneOffset.UTC),
        machine.column(1).getDouble(0),
        machine.column(2).getLong(0),
        machine.column(3).getLong(0),
        machine.column(4).getLong(0),
        machine.column(5).getLong(0),
        cards);
  }

  private Batch last(HistoryKey key, List<Type> types) {
    return engine
        .last(ColumnFamily.HISTORY, key.first(), key.last())
        .map(pair -> Block.decode(pair.value(), types))
        .orElseThrow(() -> new EngineException("the store holds no sample yet"));
  }

  private static Batch machine(Sample sample) {
    List<VectorBuilder> out = builders(MACHINE_TYPES);
    out.get(0).appendLong(CoreTime.of(sample.time(), ZoneOffset.UTC, TIME));
    out.get(1).appendDouble(sample.cpuUsage());
    out.get(2).appendLong(sample.memoryTotal());
    out.get(3).appendLong(sample.memoryUsed());
    out.get(4).appendLong(sample.diskTotal());
    out.get(5).appendLong(sample.diskUsed());
    return batch(out, 1);
  }

  private static Batch nics(Sample sample) {
    List<VectorBuilder> out = builders(NIC_TYPES);
    for (Sample.Nic nic : sample.nics()) {
      out.get(0).appendString(nic.name());
      out.get(1).appendLong(nic.bytesSent());
      out.get(2).appendLong(nic.bytesReceived());
      out.get(3).appendDouble(nic.sentPerSecond());
      out.get(4).appendDouble(nic.receivedPerSecond());
    }
    return batch(out, sample.nics().size());
  }

  private static List<VectorBuilder> builders(List<Type> types) {
    return types.stream().map(type -> new VectorBuilder(type, 1)).toList();
  }

  private static Batch batch(List<VectorBuilder> builders, int rows) {
    List<Vector> columns = builders.stream().map(VectorBuilder::build).toList();
    return new Batch(columns, rows);
  }
}
