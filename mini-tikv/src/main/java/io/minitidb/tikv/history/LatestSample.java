package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Vitals;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.RocksEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the latest sample of the machine in the store and reads it back from there, so that what a
/// query sees is what survives a restart. One writer; readers at any time.
public final class LatestSample implements Consumer<Sample>, Vitals {
  private static final byte[] MACHINE = key("machine");
  private static final byte[] NICS = key("nics");
  private static final byte[] DISKS = key("disks");

  private final RocksEngine engine;

  public LatestSample(RocksEngine engine) {
    this.engine = engine;
  }

  private static byte[] key(String part) {
    return ("sample/" + part).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void accept(Sample sample) {
    engine.put(
        ColumnFamily.META,
        List.of(
            new RocksEngine.Pair(MACHINE, SampleBlock.encode(SampleRows.machine(sample))),
            new RocksEngine.Pair(NICS, SampleBlock.encode(SampleRows.nics(sample))),
            new RocksEngine.Pair(DISKS, SampleBlock.encode(SampleRows.disks(sample)))));
  }

  @Override
  public Sample latest() {
    return SampleRows.sample(
        read(MACHINE, SampleRows.MACHINE_TYPES),
        read(NICS, SampleRows.NIC_TYPES),
        read(DISKS, SampleRows.DISK_TYPES));
  }

  private Batch read(byte[] key, List<Type> types) {
    return engine
        .get(ColumnFamily.META, key)
        .map(value -> SampleBlock.decode(value, types))
        .orElseThrow(() -> new EngineException("the store holds no sample yet"));
  }
}
