package io.minitidb.tikv.history;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.memtable.NumberRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Ticks as they lie in the store, column by column, with a head that says what is in them, so that
/// a reader can leave out the whole block or single columns.
///
/// Format byte, then the number of rows and of ticks, the first and the last moment, the least and
/// the greatest time, and for each column of numbers the least and the greatest; then the sections:
/// moments, how far the clock was behind each, rows of each tick, columns.
final class Block {
  private static final int FORMAT = 2;
  private static final int TICK_SECTIONS = 3;
  private static final int MOST_ROWS = 1 << 17;

  private final byte[] bytes;
  private final int rows;
  private final int ticks;
  private final long firstMoment;
  private final long lastMoment;
  private final long minTime;
  private final long maxTime;
  private final Bounds[] bounds;
  private final int[] sections;

  /// The least and the greatest value of a column, NULL aside; of a real one their bits.
  ///
  /// @param known whether there are such, as in a column of numbers with a value
  record Bounds(boolean known, long min, long max) {
    static final Bounds NONE = new Bounds(false, 0, 0);

    /// Says whether a value of the column may be in `range`. Where nothing is known, it may; nor is
    /// it known whether an integer below zero is one, or the greatest of those without a sign.
    boolean meet(NumberRange range, Kind kind) {
      if (!known || kind == Kind.INT && min < 0) {
        return true;
      }
      return kind == Kind.REAL
          ? range.meets(Double.longBitsToDouble(min), Double.longBitsToDouble(max))
          : range.meets((double) min, (double) max);
    }

    private static Bounds of(Vector column, int rows) {
      Kind kind = column.type().kind();
      if (kind != Kind.INT && kind != Kind.REAL) {
        return NONE;
      }
      boolean known = false;
      long min = 0;
      long max = 0;
      for (int row = 0; row < rows; row++) {
        if (!column.isNull(row)) {
          long value = column.getLong(row);
          min = !known || less(kind, value, min) ? value : min;
          max = !known || less(kind, max, value) ? value : max;
          known = true;
        }
      }
      return new Bounds(known, min, max);
    }

    private static boolean less(Kind kind, long left, long right) {
      return kind == Kind.INT
          ? left < right
          : Double.longBitsToDouble(left) < Double.longBitsToDouble(right);
    }
  }

  private Block(byte[] bytes, int columns) {
    this.bytes = bytes;
    BlockIn in = new BlockIn(bytes, 0);
    if (bytes.length == 0 || in.get() != FORMAT) {
      throw new IllegalArgumentException("a history block of an unknown format");
    }
    rows = in.count();
    ticks = in.count();
    if (rows > MOST_ROWS || ticks > rows) {
      throw new IllegalArgumentException(
          "a history block says that it has " + ticks + " ticks with " + rows + " rows");
    }
    firstMoment = in.word();
    lastMoment = in.word();
    minTime = in.word();
    maxTime = in.word();
    bounds = new Bounds[in.count()];
    if (bounds.length != columns) {
      throw new IllegalArgumentException(
          "a history block of " + bounds.length + " columns where there should be " + columns);
    }
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = in.get() == 0 ? Bounds.NONE : new Bounds(true, in.word(), in.word());
    }
    int[] lengths = new int[TICK_SECTIONS + columns];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.count();
    }
    sections = new int[lengths.length];
    int at = in.position();
    for (int i = 0; i < lengths.length; i++) {
      sections[i] = at;
      at = Math.addExact(at, lengths[i]);
    }
    if (at > bytes.length) {
      throw new IllegalArgumentException("a history block has lost its end");
    }
  }

  /// Opens a block for reading; what is not asked for is not decoded.
  ///
  /// @throws IllegalArgumentException when the block was written by a later format or is damaged
  static Block open(byte[] bytes, int columns) {
    return sound(() -> new Block(bytes, columns));
  }

  private static <T> T sound(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("a damaged history block", e);
    }
  }

  static byte[] encode(Ticks ticks) {
    int rows = ticks.rows();
    int period = ticks.period();
    long[] lags = new long[ticks.size()];
    long[] counts = new long[ticks.size()];
    for (int i = 0; i < lags.length; i++) {
      lags[i] = ticks.moments()[i] - ticks.times()[i];
      counts[i] = ticks.counts()[i];
    }
    List<BlockOut> sections = new ArrayList<>();
    for (long[] each : List.of(ticks.moments(), lags, counts)) {
      BlockOut out = new BlockOut();
      Longs.write(each, ticks.size(), 1, out);
      sections.add(out);
    }
    BlockOut head = new BlockOut();
    head.put(FORMAT).varint(rows).varint(ticks.size());
    head.word(ticks.firstMoment()).word(ticks.lastMoment());
    head.word(Arrays.stream(ticks.times()).min().orElseThrow());
    head.word(Arrays.stream(ticks.times()).max().orElseThrow());
    head.varint(ticks.columns().size());
    for (Vector column : ticks.columns()) {
      Bounds bounds = Bounds.of(column, rows);
      head.put(bounds.known() ? 1 : 0);
      if (bounds.known()) {
        head.word(bounds.min()).word(bounds.max());
      }
      BlockOut out = new BlockOut();
      write(column, rows, period, out);
      sections.add(out);
    }
    sections.forEach(section -> head.varint(section.size()));
    sections.forEach(section -> head.bytes(section.done(), 0, section.size()));
    return head.done();
  }

  private static void write(Vector column, int rows, int period, BlockOut out) {
    Nulls.write(column, rows, out);
    switch (column.type().kind()) {
      case INT -> Longs.write(longs(column, rows), rows, period, out);
      case REAL -> {
        double[] values = new double[rows];
        column.copyDoubles(values, rows);
        Reals.write(values, rows, period, out);
      }
      case STRING -> Texts.write(column, rows, period, out);
      default -> throw new IllegalArgumentException("no history is kept of " + column.type());
    }
  }

  private static long[] longs(Vector column, int rows) {
    long[] values = new long[rows];
    column.copyLongs(values, rows);
    return values;
  }

  int rows() {
    return rows;
  }

  long firstMoment() {
    return firstMoment;
  }

  long lastMoment() {
    return lastMoment;
  }

  long minTime() {
    return minTime;
  }

  long maxTime() {
    return maxTime;
  }

  Bounds bounds(int column) {
    return bounds[column];
  }

  private long[] section(int number) {
    return sound(() -> Longs.read(new BlockIn(bytes, sections[number]), ticks));
  }

  /// Returns the moments of the ticks.
  long[] moments() {
    return section(0);
  }

  /// Returns how many rows each tick has.
  int[] counts() {
    long[] counts = section(2);
    int[] checked = new int[ticks];
    long sum = 0;
    for (int i = 0; i < ticks; i++) {
      checked[i] = Math.clamp(counts[i], 0, rows);
      sum += checked[i];
    }
    if (sum != rows) {
      throw new IllegalArgumentException("a damaged history block: its ticks are not its rows");
    }
    return checked;
  }

  /// Returns the clock's time of each tick.
  long[] times() {
    long[] times = moments();
    long[] lags = section(1);
    for (int i = 0; i < times.length; i++) {
      times[i] -= lags[i];
    }
    return times;
  }

  /// Decodes one column.
  Vector column(int number, Type type) {
    return column(number, type, new long[rows]);
  }

  /// Decodes one column.
  ///
  /// @param scratch of at least as many places as there are rows; who reads many blocks gives the
  ///   same one again, which stays in the processor's cache
  Vector column(int number, Type type, long[] scratch) {
    return sound(() -> decoded(number, type, scratch));
  }

  private Vector decoded(int number, Type type, long[] scratch) {
    BlockIn in = new BlockIn(bytes, sections[TICK_SECTIONS + number]);
    Nulls nulls = Nulls.read(in, rows);
    return switch (type.kind()) {
      case INT -> vector(type, Longs.read(in, rows, scratch), nulls);
      case REAL -> vector(type, Reals.read(in, rows, scratch), nulls);
      case STRING -> Texts.read(in, type, rows, nulls);
      default -> throw new IllegalArgumentException("no history is kept of " + type);
    };
  }

  private Vector vector(Type type, long[] words, Nulls nulls) {
    if (nulls.none()) {
      return Vector.of(type, words, rows);
    }
    VectorBuilder out = new VectorBuilder(type, rows);
    for (int row = 0; row < rows; row++) {
      if (nulls.at(row)) {
        out.appendNull();
      } else {
        out.appendLong(words[row]); // the bits of a double as well
      }
    }
    return out.build();
  }

  /// Decodes all of it.
  Ticks ticks(List<Type> types) {
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(column(i, types.get(i)));
    }
    return new Ticks(moments(), times(), counts(), columns);
  }
}
