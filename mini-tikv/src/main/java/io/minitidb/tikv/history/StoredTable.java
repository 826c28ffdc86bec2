package io.minitidb.tikv.history;

import io.minitidb.cop.data.Kind;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.TableInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A table as it was when its rows were kept: a release that changes the columns writes under a new
/// number, and reads what there is under the old ones.
///
/// @param number in the keys
/// @param columns names with kinds, in the order of the blocks
record StoredTable(int number, String name, List<Column> columns) {
  private static final byte PREFIX = 'n';

  StoredTable {
    columns = List.copyOf(columns);
  }

  record Column(String name, Kind kind) {}

  static StoredTable of(int number, KeptTable table) {
    return new StoredTable(number, table.name(), columns(table));
  }

  private static List<Column> columns(KeptTable table) {
    return table.columns().stream()
        .map(column -> new Column(column.name(), column.type().kind()))
        .toList();
  }

  boolean isOf(KeptTable table) {
    return name.equals(table.name()) && columns.equals(columns(table));
  }

  /// Returns where a column of today's table is in the blocks, or -1.
  int indexOf(TableInfo.ColumnInfo column) {
    return columns.indexOf(new Column(column.name(), column.type().kind()));
  }

  byte[] key() {
    return ByteBuffer.allocate(5).put(PREFIX).putInt(number).array();
  }

  static byte[] firstKey() {
    return new byte[] {PREFIX};
  }

  static byte[] endKey() {
    return new byte[] {PREFIX + 1};
  }

  byte[] encode() {
    BlockOut out = new BlockOut();
    text(name, out);
    out.varint(columns.size());
    for (Column column : columns) {
      text(column.name(), out);
      text(column.kind().name(), out);
    }
    return out.done();
  }

  static StoredTable decode(byte[] key, byte[] value) {
    BlockIn in = new BlockIn(value, 0);
    String name = text(in);
    int count = in.count();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(new Column(text(in), Kind.valueOf(text(in))));
    }
    return new StoredTable(ByteBuffer.wrap(key).getInt(1), name, columns);
  }

  static void text(String text, BlockOut out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.varint(utf8.length).bytes(utf8, 0, utf8.length);
  }

  static String text(BlockIn in) {
    int length = in.count();
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.skip(length);
    return text;
  }
}
