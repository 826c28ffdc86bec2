package io.minitidb.tikv.history;

import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// One run of one node whose history is kept here, and which of its ticks are. Immutable.
///
/// @param number by which the store knows it, in the keys too
/// @param maxLag how far the node's clock was behind its ticks at most, in microseconds: nothing
///   unless the clock was set back
/// @param runs ticks without a gap, in their order
record Origin(int number, NodeInfo node, long maxLag, List<Run> runs) {
  private static final byte PREFIX = 'o';

  Origin {
    runs = List.copyOf(runs);
  }

  /// From moment `from` to moment `to`, both included.
  record Run(long from, long to) {}

  /// What makes two runs of nodes the same.
  record Identity(NodeKind kind, HostPort address, long start) {
    static Identity of(NodeInfo node) {
      return new Identity(
          node.kind(), node.address(), ChronoUnit.MICROS.between(Instant.EPOCH, node.startTime()));
    }
  }

  /// Returns the moment of the last tick, `Long.MIN_VALUE` when there is none.
  long last() {
    return runs.isEmpty() ? Long.MIN_VALUE : runs.getLast().to();
  }

  /// Returns this with one more tick, which comes after all others.
  ///
  /// @param before the moment of the tick before it
  Origin with(long moment, long before, long lag) {
    List<Run> more = new ArrayList<>(runs);
    if (!runs.isEmpty() && runs.getLast().to() == before) {
      more.set(more.size() - 1, new Run(runs.getLast().from(), moment));
    } else {
      more.add(new Run(moment, moment));
    }
    return new Origin(number, node, Math.max(maxLag, lag), more);
  }

  /// Returns this without the ticks before `moment`.
  Origin since(long moment) {
    List<Run> left =
        runs.stream()
            .filter(run -> run.to() >= moment)
            .map(run -> new Run(Math.max(run.from(), moment), run.to()))
            .toList();
    return new Origin(number, node, maxLag, left);
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
    StoredTable.text(node.kind().name(), out);
    StoredTable.text(node.id(), out);
    StoredTable.text(node.address().toString(), out);
    StoredTable.text(node.statusAddress().toString(), out);
    out.word(Identity.of(node).start()).word(maxLag).varint(runs.size());
    runs.forEach(run -> out.word(run.from()).word(run.to()));
    return out.done();
  }

  static Origin decode(byte[] key, byte[] value) {
    BlockIn in = new BlockIn(value, 0);
    NodeKind kind = NodeKind.valueOf(StoredTable.text(in));
    String id = StoredTable.text(in);
    HostPort address = HostPort.parse(StoredTable.text(in));
    HostPort status = HostPort.parse(StoredTable.text(in));
    Instant start = Instant.EPOCH.plus(in.word(), ChronoUnit.MICROS);
    long maxLag = in.word();
    int count = in.count();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(new Run(in.word(), in.word()));
    }
    return new Origin(
        ByteBuffer.wrap(key).getInt(1),
        new NodeInfo(kind, id, address, status, "", "", start),
        maxLag,
        runs);
  }
}
