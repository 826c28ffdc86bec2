package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.HistorySource.KeptRows;
import io.minitidb.memtable.HistorySource.Reading;
import io.minitidb.memtable.HistorySource.Wish;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.Wanted;
import io.minitidb.tikv.Defaults;
import io.minitidb.tikv.PowerDisk;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that is killed at any moment has every tick that it took, the last one included, and
/// nothing that it cannot read. One that loses its power has every tick in front of its last
/// sample, which it syncs, and no gap in what is left. `-Dhistory.kills=100 -Dpower.losses=50` is
/// the long form.
@SuppressWarnings("NullAway.Init")
class HistoryKillTest {
  private static final int KILLS = Integer.getInteger("history.kills", 2);
  private static final int LOSSES = Integer.getInteger("power.losses", 2);
  private static final int MOST_TICKS = 1000;
  private static final int SYNCED_EVERY = 50;
  private static final String MARK = "took ";
  private static final long SECOND = 1_000_000;
  private static final long START = 1_780_315_200 * SECOND;
  private static final KeptTable TABLE = HistoryStoreTest.TABLE;

  @TempDir Path directory;

  /// Takes ticks, each with its number as its only row, and says so of each. Syncs now and then, as
  /// a store does with each sample of its machine.
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      // Small memtables, so that they are flushed too.
      Map<String, String> items = Map.of("rocksdb.defaultcf.write-buffer-size", "64KiB");
      try (RocksEngine engine =
          new RocksEngine(Path.of(args[0]), Defaults.config(items).rocksdb())) {
        HistoryStore store = new HistoryStore(engine, Map.of(TABLE.name(), TABLE));
        for (long i = Long.parseLong(args[1]); ; i++) {
          long moment = START + i * SECOND;
          store.take(
              HistoryStoreTest.node(1), List.of(HistoryStoreTest.tick(moment, moment - SECOND, i)));
          if (i % SYNCED_EVERY == 0) {
            engine.put(
                ColumnFamily.META, List.of(new RocksEngine.Pair(new byte[] {1}, new byte[100])));
          }
          report(i);
        }
      }
    }

    private static void report(long number) {
      System.out.println(MARK + number); // the parent reads it
    }
  }

  @Test
  void whatWasTakenIsThere() throws Exception {
    rounds(KILLS, directory, () -> true, last -> last);
  }

  @Test
  void whatIsLeftByALossOfPowerHasNoGap() throws Exception {
    try (PowerDisk disk = new PowerDisk(directory)) {
      rounds(
          LOSSES,
          disk.directory(),
          () -> {
            disk.losePower();
            return false;
          },
          last -> {
            disk.restorePower();
            return last - last % SYNCED_EVERY;
          });
    }
  }

  /// What is done when a writer is dead.
  private interface After {
    /// Returns the last tick that must be there.
    long kept(long last) throws Exception;
  }

  private void rounds(int rounds, Path data, BooleanSupplier before, After after) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long next = 0;
    for (int round = 0; round < rounds; round++) {
      long last = killed(data, next, 1 + random.nextInt(MOST_TICKS), before);
      long kept = after.kept(last);
      List<Long> values = values(data);
      assertThat(values)
          .as("seed " + seed + ", round " + round)
          .hasSizeGreaterThan((int) Math.max(kept, next - 1))
          .isEqualTo(LongStream.range(0, values.size()).boxed().toList());
      next = values.size();
    }
  }

  /// Runs a writer from tick `first` and kills it when it has taken `ticks`; returns the last of
  /// which it has said so.
  ///
  /// @param before is done before the kill, and says whether what is said behind it counts
  private static long killed(Path data, long first, int ticks, BooleanSupplier before)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                data.toString(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = first - 1;
    try (BufferedReader lines = writer.inputReader()) {
      int taken = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // The last one may be cut off.
        if (line.equals(MARK + (last + 1))) {
          last++;
          taken++;
        }
        if (taken == ticks) {
          if (!before.getAsBoolean()) {
            break;
          }
          writer.toHandle().destroyForcibly(); // leaves what it said readable
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return last;
  }

  private static List<Long> values(Path data) {
    List<Long> values = new ArrayList<>();
    try (RocksEngine engine = new RocksEngine(data, Defaults.config().rocksdb())) {
      HistoryStore store = new HistoryStore(engine, Map.of(TABLE.name(), TABLE));
      Wish all = new Wish(TimeRanges.ALL, true, Wanted.Order.ANY, node -> true, Optional.empty());
      try (Reading reading = store.open(TABLE, List.of(0), all)) {
        for (Optional<KeptRows> rows = reading.next(); rows.isPresent(); rows = reading.next()) {
          for (int row = 0; row < rows.get().rows(); row++) {
            values.add(rows.get().columns().getFirst().getLong(row));
          }
        }
      }
      assertThat(store.copies()).hasSize(1);
    }
    return values;
  }
}
