package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.history.Tick;
import io.minitidb.memtable.HistoryShares;
import io.minitidb.memtable.HistorySource.Copy;
import io.minitidb.memtable.HistorySource.KeptRows;
import io.minitidb.memtable.HistorySource.Reading;
import io.minitidb.memtable.HistorySource.Wish;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NumberRange;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.Wanted;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tikv.Defaults;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class HistoryStoreTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_780_315_200 * SECOND;
  static final KeptTable TABLE = table("numbers", "VALUE");

  @TempDir Path directory;
  private RocksEngine engine;
  private HistoryStore store;

  @BeforeEach
  void open() {
    engine = new RocksEngine(directory, Defaults.config().rocksdb());
    store = new HistoryStore(engine, Map.of(TABLE.name(), TABLE));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void reopen() {
    close();
    open();
  }

  private static KeptTable table(String name, String... columns) {
    return new KeptTable(
        name,
        EnumSet.allOf(NodeKind.class),
        List.of(columns).stream()
            .map(
                column -> new TableInfo.ColumnInfo(column, Type.BIGINT, false, TableInfo.Role.DATA))
            .toList(),
        context -> new Batch(List.of(), 0));
  }

  static NodeInfo node(int number) {
    HostPort address = new HostPort("127.0.0.1", 4000 + number);
    return new NodeInfo(
        NodeKind.TIDB, "tidb" + number, address, address, "", "", Instant.ofEpochSecond(number));
  }

  static Tick tick(long moment, long before, long... values) {
    return tick(moment, before, moment, values);
  }

  private static Tick tick(long moment, long before, long time, long[] values) {
    VectorBuilder out = new VectorBuilder(Type.BIGINT, values.length);
    for (long value : values) {
      out.appendLong(value);
    }
    return new Tick(
        moment, before, time, Map.of(TABLE.name(), new Batch(List.of(out.build()), values.length)));
  }

  /// One tick a second, each with its own number, beginning with number `from`.
  private void fill(NodeInfo node, int from, int to) {
    for (int i = from; i < to; i++) {
      store.take(node, List.of(tick(START + i * SECOND, START + (i - 1) * SECOND, i)));
    }
  }

  private static Wish all() {
    return wish(TimeRanges.ALL, Wanted.Order.ANY);
  }

  private static Wish wish(TimeRanges times, Wanted.Order order) {
    return new Wish(times, true, order, node -> true, Optional.empty());
  }

  @Test
  void blocksWithoutAWantedValueAreLeftOut() {
    fill(node(1), 0, 5000);
    for (Wanted.Order order : Wanted.Order.values()) {
      Map<Integer, NumberRange> middle = Map.of(0, new NumberRange(2500, 2600));
      List<Long> found =
          values(new Wish(TimeRanges.ALL, true, order, node -> true, Optional.empty(), middle));
      assertThat(found).containsAll(numbers(2500, 2601)).hasSizeLessThan(2500);
    }
    Map<Integer, NumberRange> nowhere = Map.of(0, new NumberRange(9000, 9001));
    assertThat(
            values(
                new Wish(
                    TimeRanges.ALL,
                    true,
                    Wanted.Order.ANY,
                    node -> true,
                    Optional.empty(),
                    nowhere)))
        .isEmpty();
  }

  /// What the store reads is counted as it is: in memory, from files, and from the cache.
  @Test
  void whatIsReadIsCounted() {
    fill(node(1), 0, 5000);
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) { // more than a block of a file, whatever packs it
      store.take(
          node(2),
          List.of(tick(START + i * SECOND, START + (i - 1) * SECOND, random.longs(500).toArray())));
    }
    ScanCounts inMemory = scanned(all());
    assertThat(inMemory.seen()).isEqualTo(inMemory.used()).isGreaterThan(4);
    assertThat(inMemory.seenBytes()).isEqualTo(inMemory.usedBytes()).isGreaterThan(500_000);
    assertThat(inMemory.engine().cacheHits() + inMemory.engine().blockReads()).isZero();
    reopen(); // writes everything to files
    ScanCounts first = scanned(all());
    ScanCounts again = scanned(all());
    assertThat(first.used()).isEqualTo(inMemory.used());
    assertThat(first.engine().blockReads()).isPositive();
    assertThat(first.engine().blockReadBytes()).isPositive();
    assertThat(again.engine().blockReads()).isZero();
    assertThat(again.engine().cacheHits()).isPositive();
    Map<Integer, NumberRange> middle = Map.of(0, new NumberRange(2500, 2501));
    ScanCounts some =
        scanned(
            new Wish(
                TimeRanges.ALL, true, Wanted.Order.ANY, node -> true, Optional.empty(), middle));
    assertThat(some.seen()).isEqualTo(first.seen());
    assertThat(some.used()).isPositive().isLessThan(first.used());
    assertThat(some.usedBytes()).isPositive().isLessThan(first.usedBytes());
  }

  private ScanCounts scanned(Wish wish) {
    try (Reading reading = store.open(TABLE, List.of(0), wish)) {
      for (Optional<KeptRows> rows = reading.next(); rows.isPresent(); rows = reading.next()) {
        assertThat(rows.get().rows()).isPositive();
      }
      return reading.scanned();
    }
  }

  private List<Long> values(Wish wish) {
    List<Long> values = new ArrayList<>();
    try (Reading reading = store.open(TABLE, List.of(0), wish)) {
      for (Optional<KeptRows> rows = reading.next(); rows.isPresent(); rows = reading.next()) {
        for (int row = 0; row < rows.get().times().length; row++) {
          values.add(rows.get().columns().getFirst().getLong(row));
        }
      }
    }
    return values;
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private int blocks() {
    return engine.list(ColumnFamily.HISTORY, new byte[] {'t'}, new byte[] {'u'}).size();
  }

  @Test
  void whatWasTakenIsReadBackAndBlocksAreMerged() {
    fill(node(1), 0, 5000);
    assertThat(values(all())).isEqualTo(numbers(0, 5000));
    assertThat(blocks()).isBetween(5, 25);
    reopen();
    assertThat(values(all())).isEqualTo(numbers(0, 5000));
    fill(node(1), 5000, 7000);
    assertThat(values(all())).isEqualTo(numbers(0, 7000));
    assertThat(blocks()).isBetween(6, 40);
    assertThat(store.copies())
        .extracting(Copy::from, Copy::to)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(START, START + 6999 * SECOND));
  }

  @Test
  void aTimeRangeReadsOnlyItsBlocks() {
    fill(node(1), 0, 3000);
    List<Long> read =
        values(wish(TimeRanges.of(START + 2000 * SECOND, START + 2010 * SECOND), Wanted.Order.ANY));
    assertThat(read).containsAll(numbers(2000, 2011)).hasSizeLessThan(1100);
  }

  @Test
  void theNewestComeFirstAndTheReadingTellsHowFarItIs() {
    fill(node(1), 0, 200);
    fill(node(2), 100, 300);
    long seen = Long.MAX_VALUE;
    try (Reading reading =
        store.open(TABLE, List.of(0), wish(TimeRanges.ALL, Wanted.Order.NEWEST_FIRST))) {
      for (Optional<KeptRows> rows = reading.next(); rows.isPresent(); rows = reading.next()) {
        for (long time : rows.get().times()) {
          assertThat(time).isLessThanOrEqualTo(seen);
        }
        seen = reading.frontier().orElse(Long.MAX_VALUE);
      }
    }
    assertThat(values(wish(TimeRanges.ALL, Wanted.Order.NEWEST_FIRST))).hasSize(400);
  }

  @Test
  void sharesDivideTheTicksExactly() {
    fill(node(1), 0, 3000);
    int origin = store.copies().getFirst().origin();
    long middle = START + 1234 * SECOND;
    List<Long> both = new ArrayList<>();
    for (HistoryShares.Share share :
        List.of(
            new HistoryShares.Share(origin, Long.MIN_VALUE, middle),
            new HistoryShares.Share(origin, middle + 1, Long.MAX_VALUE))) {
      both.addAll(
          values(
              new Wish(
                  TimeRanges.ALL,
                  true,
                  Wanted.Order.ANY,
                  node -> true,
                  Optional.of(new HistoryShares(List.of(share))))));
    }
    assertThat(both).isEqualTo(numbers(0, 3000));
    assertThat(
            values(
                new Wish(
                    TimeRanges.ALL,
                    true,
                    Wanted.Order.ANY,
                    node -> true,
                    Optional.of(new HistoryShares(List.of())))))
        .isEmpty();
  }

  @Test
  void ticksThatComeTwiceAreTakenOnceAndGapsAreKnown() {
    List<Tick> ticks =
        List.of(tick(START, 0, 1), tick(START + 5, START, 2), tick(START + 9, START + 5, 3));
    store.take(node(1), ticks);
    store.take(node(1), ticks.subList(1, 3));
    assertThat(values(all())).containsExactly(1L, 2L, 3L);
    store.take(node(1), List.of(tick(START + 20, START + 15, 4)));
    assertThat(store.copies()).extracting(Copy::from).containsExactly(START, START + 20);
  }

  @Test
  void aClockThatIsSetBackLosesNoRow() {
    long hour = 3600 * SECOND;
    store.take(node(1), List.of(tick(START, 0, 1)));
    store.take(node(1), List.of(tick(START + 1, START, START - hour, new long[] {2})));
    store.take(node(1), List.of(tick(START + 2, START + 1, START - hour + 1, new long[] {3})));
    assertThat(values(wish(TimeRanges.of(START - hour, START - hour + 5), Wanted.Order.ANY)))
        .contains(2L, 3L);
    assertThat(values(wish(TimeRanges.of(START, START), Wanted.Order.ANY))).contains(1L);
    reopen();
    assertThat(values(wish(TimeRanges.of(START - hour, START - hour + 5), Wanted.Order.ANY)))
        .contains(2L, 3L);
  }

  @Test
  void originsThatNobodyWantsAreNotRead() {
    fill(node(1), 0, 10);
    fill(node(2), 10, 20);
    assertThat(
            values(
                new Wish(
                    TimeRanges.ALL,
                    true,
                    Wanted.Order.ANY,
                    node -> node.id().equals("tidb2"),
                    Optional.empty())))
        .isEqualTo(numbers(10, 20));
  }

  @Test
  void aColumnThatWasNotKeptIsNull() {
    fill(node(1), 0, 10);
    KeptTable wider = table(TABLE.name(), "MORE", "VALUE");
    HistoryStore later = new HistoryStore(engine, Map.of(TABLE.name(), wider));
    try (Reading reading = later.open(wider, List.of(0, 1), all())) {
      KeptRows rows = reading.next().orElseThrow();
      assertThat(rows.columns().get(0).isNull(3)).isTrue();
      assertThat(rows.columns().get(1).getLong(3)).isEqualTo(3);
    }
  }

  @Test
  void whatIsForgottenGoesAndTheRestStays() {
    fill(node(1), 0, 5000);
    fill(node(2), 0, 100);
    store.forget(START + 3000 * SECOND);
    List<Long> left = values(all());
    assertThat(left).containsAll(numbers(3000, 5000)).doesNotContain(1000L).doesNotContain(50L);
    assertThat(store.copies()).hasSize(1);
    assertThat(store.span().from()).isEqualTo(START + 3000 * SECOND);
    reopen();
    assertThat(store.copies()).hasSize(1);
    fill(node(1), 5000, 6000);
    assertThat(values(all())).containsAll(numbers(3000, 6000));
  }

  /// Several nodes, ticks of any size, repetitions, gaps and restarts: what is read is what was
  /// taken.
  @Test
  void anyTicksAreReadBackAsTheyWere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Long> expected = new ArrayList<>();
    long[] last = new long[3];
    long value = 0;
    for (int i = 0; i < 1500; i++) {
      int number = random.nextInt(3);
      long moment = Math.max(START, last[number]) + 1 + random.nextInt(1000);
      long[] values = LongStream.range(0, random.nextInt(40)).toArray();
      for (int v = 0; v < values.length; v++) {
        values[v] = value++;
        expected.add(values[v]);
      }
      Tick tick =
          tick(
              moment,
              random.nextInt(10) == 0 ? moment - 1 : last[number],
              moment - (random.nextInt(20) == 0 ? random.nextInt(1000) : 0),
              values);
      store.take(node(number), List.of(tick));
      last[number] = moment;
      if (random.nextInt(10) == 0) {
        store.take(node(number), List.of(tick));
      }
      if (random.nextInt(300) == 0) {
        reopen();
      }
    }
    List<Long> read = new ArrayList<>(values(all()));
    read.sort(Comparator.naturalOrder());
    assertThat(read).as("seed " + seed).isEqualTo(expected);
    Set<Integer> origins = new java.util.HashSet<>();
    store.copies().forEach(copy -> origins.add(copy.origin()));
    assertThat(origins).hasSize(3);
  }
}
