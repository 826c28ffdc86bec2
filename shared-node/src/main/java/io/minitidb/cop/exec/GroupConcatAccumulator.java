package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// GROUP_CONCAT: the texts of rows in which no argument is NULL, in the order asked for, with a
/// separator between them; NULL when there is none. The last two arguments are constants: the
/// separator, and the longest result in bytes. A longer one is cut between two characters and
/// warned of (1260).
final class GroupConcatAccumulator extends Accumulator.ByRow {
  private static final Batch NO_COLUMNS = new Batch(List.of(), 1);

  private final int texts;
  private final String separator;
  private final long longest;
  private final EvalContext context;
  private final List<SortKey> order = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long bytes;
  private int cut;

  /// The texts of one group with their sort keys, in the order of their coming.
  private record Group(List<String> texts, List<RowOrder.Row> keys) {}

  GroupConcatAccumulator(AggCall call, EvalContext context) {
    List<Expr> args = call.args();
    this.texts = args.size() - 2;
    this.context = context;
    this.separator = ((Expr.Constant) args.get(texts)).value().getString(0);
    this.longest = ((Expr.Constant) args.get(texts + 1)).value().getLong(0);
    for (int i = 0; i < call.order().size(); i++) {
      SortKey key = call.order().get(i);
      order.add(new SortKey(new Expr.ColumnRef(i, key.expr().type()), key.descending()));
    }
  }

  @Override
  void reserve(int count) {
    while (groups.size() < count) {
      groups.add(new Group(new ArrayList<>(), new ArrayList<>()));
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < texts; i++) {
      if (args[i].isNull(row)) {
        return;
      }
      text.append(Values.text(args[i], row));
    }
    Group target = groups.get(group);
    target.texts().add(text.toString());
    bytes += 64 + text.length();
    if (!order.isEmpty()) {
      target.keys().add(keys(args, row));
    }
  }

  private RowOrder.Row keys(Vector[] args, int row) {
    Vector[] keys = new Vector[order.size()];
    for (int i = 0; i < keys.length; i++) {
      Type type = order.get(i).expr().type();
      VectorBuilder single = new VectorBuilder(type, 1);
      single.append(args[texts + 2 + i], row);
      keys[i] = single.buildConstant();
      bytes += 64 + keys[i].size();
    }
    return new RowOrder.Row(new RowOrder.Keyed(NO_COLUMNS, keys), 0);
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group >= groups.size() || groups.get(group).texts().isEmpty()) {
      out.appendNull();
      return;
    }
    Group source = groups.get(group);
    List<String> ordered = new ArrayList<>();
    for (int index : sorted(source)) {
      ordered.add(source.texts().get(index));
    }
    append(String.join(separator, ordered), out);
  }

  private List<Integer> sorted(Group group) {
    List<Integer> indexes =
        new ArrayList<>(IntStream.range(0, group.texts().size()).boxed().toList());
    if (!order.isEmpty()) {
      RowOrder rows = new RowOrder(order, context);
      indexes.sort((a, b) -> rows.compare(group.keys().get(a), group.keys().get(b)));
    }
    return indexes;
  }

  private void append(String text, VectorBuilder out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length > longest) {
      length = (int) longest;
      while (length > 0 && (utf8[length] & 0xC0) == 0x80) {
        length--; // never half a character
      }
      cut++;
      context.warn(1260, "Row " + cut + " was cut by GROUP_CONCAT()");
    }
    out.appendBytes(utf8, 0, length);
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
