package io.minitidb.tikv.history;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes texts as numbers where they spell numbers, as the values of items do; otherwise as places
/// in a list of the texts that there are.
final class Texts {
  private static final int LIST = 0;
  private static final int NUMBERS = 1;
  private static final int LONGEST = 18; // of digits that fit into a long

  private Texts() {}

  static void write(Vector column, int count, int period, BlockOut out) {
    long[] numbers = new long[count];
    long[] decimals = new long[count];
    if (spelled(column, count, numbers, decimals)) {
      out.put(NUMBERS);
      Longs.write(decimals, count, period, out);
      Longs.write(numbers, count, period, out);
      return;
    }
    Map<ByteBuffer, Long> places = new HashMap<>();
    List<byte[]> list = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      byte[] text = column.isNull(row) ? new byte[0] : column.getBytes(row);
      Long place = places.putIfAbsent(ByteBuffer.wrap(text), (long) list.size());
      if (place == null) {
        place = (long) list.size();
        list.add(text);
      }
      numbers[row] = place;
    }
    out.put(LIST).varint(list.size());
    for (byte[] text : list) {
      out.varint(text.length).bytes(text, 0, text.length);
    }
    Longs.write(numbers, count, period, out);
  }

  /// Reads every text as a number with so many decimals, if all are as [#spell] would write them.
  private static boolean spelled(Vector column, int count, long[] numbers, long[] decimals) {
    for (int row = 0; row < count; row++) {
      if (column.isNull(row)) {
        continue;
      }
      byte[] text = column.getBytes(row);
      int from = text.length > 0 && text[0] == '-' ? 1 : 0;
      int point = -1;
      long number = 0;
      for (int i = from; i < text.length; i++) {
        if (text[i] == '.' && point < 0) {
          point = i;
        } else if (text[i] >= '0' && text[i] <= '9') {
          number = 10 * number + text[i] - '0';
        } else {
          return false;
        }
      }
      int whole = (point < 0 ? text.length : point) - from;
      if (text.length - from > LONGEST
          || whole == 0
          || whole > 1 && text[from] == '0'
          || point == text.length - 1
          || from == 1 && number == 0) {
        return false;
      }
      numbers[row] = from == 1 ? -number : number;
      decimals[row] = point < 0 ? 0 : text.length - 1 - point;
    }
    return true;
  }

  /// @param nulls rows to leave out
  static Vector read(BlockIn in, Type type, int count, Nulls nulls) {
    VectorBuilder out = new VectorBuilder(type, count);
    if (in.get() == NUMBERS) {
      long[] decimals = Longs.read(in, count);
      long[] numbers = Longs.read(in, count);
      byte[] text = new byte[LONGEST + 4];
      for (int row = 0; row < count; row++) {
        if (nulls.at(row)) {
          out.appendNull();
        } else {
          int from = spell(numbers[row], Math.clamp(decimals[row], 0, LONGEST), text);
          out.appendBytes(text, from, text.length - from);
        }
      }
      return out.build();
    }
    int size = in.count();
    List<byte[]> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int length = in.count();
      int from = in.position();
      Objects.checkFromIndexSize(from, length, in.array().length);
      list.add(Arrays.copyOfRange(in.array(), from, from + length));
      in.skip(length);
    }
    long[] places = Longs.read(in, count);
    for (int row = 0; row < count; row++) {
      if (nulls.at(row)) {
        out.appendNull();
      } else {
        byte[] text = list.get((int) places[row]);
        out.appendBytes(text, 0, text.length);
      }
    }
    return out.build();
  }

  /// Writes a number to the end of `text` and returns where it begins.
  private static int spell(long number, int decimals, byte[] text) {
    long rest = Math.abs(number);
    int at = text.length;
    int digits = 0;
    while (rest != 0 || digits <= decimals) {
      if (digits == decimals && decimals > 0) {
        text[--at] = '.';
      }
      text[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
      digits++;
    }
    if (number < 0) {
      text[--at] = '-';
    }
    return at;
  }
}
