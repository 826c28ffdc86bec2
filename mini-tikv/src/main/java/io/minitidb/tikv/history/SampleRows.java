package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.probe.CpuState;
import io.minitidb.probe.CpuUse;
import io.minitidb.probe.DiskCounter;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.ProcessUse;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Space;
import io.minitidb.probe.Traffic;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A sample as rows: one of the machine and the process, one for each network interface, one for
/// each disk.
final class SampleRows {
  private static final Type TIME = Type.timestamp(6);
  private static final int REALS = 5 + CpuState.values().length;
  private static final int COUNTS = 15;

  /// The time, then what is a fraction or an average, then what is counted.
  static final List<Type> MACHINE_TYPES = machineTypes();

  static final List<Type> NIC_TYPES = trafficTypes(NicCounter.values().length);
  static final List<Type> DISK_TYPES = trafficTypes(DiskCounter.values().length);

  private SampleRows() {}

  private static List<Type> machineTypes() {
    List<Type> types = new ArrayList<>(List.of(TIME));
    types.addAll(Collections.nCopies(REALS, Type.DOUBLE));
    types.addAll(Collections.nCopies(COUNTS, Type.BIGINT));
    return List.copyOf(types);
  }

  /// The device, then its counters, then their rates.
  private static List<Type> trafficTypes(int counters) {
    List<Type> types = new ArrayList<>(List.of(Type.varchar(64)));
    types.addAll(Collections.nCopies(counters, Type.BIGINT));
    types.addAll(Collections.nCopies(counters, Type.DOUBLE));
    return List.copyOf(types);
  }

  static Batch machine(Sample sample) {
    CpuUse cpu = sample.cpu();
    ProcessUse process = sample.process();
    List<Double> reals =
        new ArrayList<>(List.of(cpu.load1(), cpu.load5(), cpu.load15(), cpu.busy(), process.cpu()));
    for (CpuState state : CpuState.values()) {
      reals.add(cpu.fraction(state));
    }
    List<Long> counts =
        List.of(
            sample.memory().total(),
            sample.memory().used(),
            sample.swap().total(),
            sample.swap().used(),
            sample.disk().total(),
            sample.disk().used(),
            process.pid(),
            process.rss(),
            process.heapUsed(),
            process.heapMax(),
            process.gcCount(),
            process.gcTime().toMillis(),
            (long) process.threads(),
            process.openFiles(),
            process.uptime().toMillis());
    List<VectorBuilder> out = builders(MACHINE_TYPES);
    out.getFirst().appendLong(CoreTime.of(sample.time(), ZoneOffset.UTC, TIME));
    for (int i = 0; i < REALS; i++) {
      out.get(1 + i).appendDouble(reals.get(i));
    }
    for (int i = 0; i < COUNTS; i++) {
      out.get(1 + REALS + i).appendLong(counts.get(i));
    }
    return batch(out, 1);
  }

  static Batch nics(Sample sample) {
    return traffic(sample.nics(), NicCounter.values(), NIC_TYPES);
  }

  static Batch disks(Sample sample) {
    return traffic(sample.disks(), DiskCounter.values(), DISK_TYPES);
  }

  private static <C extends Enum<C>> Batch traffic(
      List<Traffic<C>> devices, C[] counters, List<Type> types) {
    List<VectorBuilder> out = builders(types);
    for (Traffic<C> device : devices) {
      out.getFirst().appendString(device.device());
      for (int i = 0; i < counters.length; i++) {
        out.get(1 + i).appendLong(device.total(counters[i]));
        out.get(1 + counters.length + i).appendDouble(device.rate(counters[i]));
      }
    }
    return batch(out, devices.size());
  }

  private static List<VectorBuilder> builders(List<Type> types) {
    return types.stream().map(type -> new VectorBuilder(type, 1)).toList();
  }

  private static Batch batch(List<VectorBuilder> builders, int rows) {
    List<Vector> columns = builders.stream().map(VectorBuilder::build).toList();
    return new Batch(columns, rows);
  }

  /// Returns the sample that the three batches were made of.
  static Sample sample(Batch machine, Batch nics, Batch disks) {
    Map<CpuState, Double> states = new EnumMap<>(CpuState.class);
    int column = 6;
    for (CpuState state : CpuState.values()) {
      states.put(state, real(machine, column++));
    }
    CpuUse cpu =
        new CpuUse(real(machine, 1), real(machine, 2), real(machine, 3), real(machine, 4), states);
    int counts = 1 + REALS;
    ProcessUse process =
        new ProcessUse(
            count(machine, counts + 6),
            real(machine, 5),
            count(machine, counts + 7),
            count(machine, counts + 8),
            count(machine, counts + 9),
            count(machine, counts + 10),
            Duration.ofMillis(count(machine, counts + 11)),
            (int) count(machine, counts + 12),
            count(machine, counts + 13),
            Duration.ofMillis(count(machine, counts + 14)));
    return new Sample(
        CoreTime.toLocal(count(machine, 0)).toInstant(ZoneOffset.UTC),
        cpu,
        space(machine, counts),
        space(machine, counts + 2),
        space(machine, counts + 4),
        traffic(nics, NicCounter.class),
        traffic(disks, DiskCounter.class),
        process);
  }

  private static Space space(Batch machine, int column) {
    return new Space(count(machine, column), count(machine, column + 1));
  }

  private static double real(Batch machine, int column) {
    return machine.column(column).getDouble(0);
  }

  private static long count(Batch machine, int column) {
    return machine.column(column).getLong(0);
  }

  private static <C extends Enum<C>> List<Traffic<C>> traffic(Batch devices, Class<C> type) {
    C[] counters = type.getEnumConstants();
    List<Traffic<C>> traffic = new ArrayList<>();
    for (int row = 0; row < devices.rows(); row++) {
      Map<C, Long> totals = new EnumMap<>(type);
      Map<C, Double> rates = new EnumMap<>(type);
      for (int i = 0; i < counters.length; i++) {
        totals.put(counters[i], devices.column(1 + i).getLong(row));
        rates.put(counters[i], devices.column(1 + counters.length + i).getDouble(row));
      }
      traffic.add(new Traffic<>(devices.column(0).getString(row), totals, rates));
    }
    return traffic;
  }
}
