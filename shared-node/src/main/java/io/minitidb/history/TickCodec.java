package io.minitidb.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.memtable.KeptTable;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.history.KeepRequest;
import io.minitidb.proto.history.Origin;
import io.minitidb.proto.history.Rows;
import io.minitidb.wire.ChunkCodec;
import io.minitidb.wire.WireException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Ticks as messages.
public final class TickCodec {
  private static final long EARLIEST = 0;
  private static final long LATEST = 253402300799_000_000L; // the last second of the year 9999
  private static final int LONGEST_NAME = 256;

  private TickCodec() {}

  static Origin encode(NodeInfo node) {
    return Origin.newBuilder()
        .setKind(node.kind().text())
        .setId(node.id())
        .setAddress(node.address().toString())
        .setStatusAddress(node.statusAddress().toString())
        .setStart(ChronoUnit.MICROS.between(Instant.EPOCH, node.startTime()))
        .build();
  }

  static io.minitidb.proto.history.Tick encode(Tick tick, Map<String, KeptTable> tables) {
    io.minitidb.proto.history.Tick.Builder message =
        io.minitidb.proto.history.Tick.newBuilder()
            .setMoment(tick.moment())
            .setBefore(tick.before())
            .setTime(tick.time());
    tick.rows()
        .forEach((name, rows) -> {
          KeptTable table = tables.get(name);
          if (table != null) {
            message.addRows(
                Rows.newBuilder()
                    .setTable(name)
                    .setFingerprint(table.fingerprint())
                    .setCount(rows.rows())
                    .setColumns(ChunkCodec.encode(rows)));
          }
        });
    return message.build();
  }

  /// Who hands over.
  ///
  /// @throws WireException when that is no node
  public static NodeInfo origin(KeepRequest message) {
    Origin origin = message.getOrigin();
    if (origin.getId().length() > LONGEST_NAME
        || origin.getAddress().length() > LONGEST_NAME
        || origin.getStatusAddress().length() > LONGEST_NAME) {
      throw new WireException("the origin's name is too long");
    }
    try {
      return new NodeInfo(
          NodeKind.valueOf(origin.getKind().toUpperCase(Locale.ROOT)),
          origin.getId(),
          HostPort.parse(origin.getAddress()),
          HostPort.parse(origin.getStatusAddress()),
          "",
          "",
          Instant.EPOCH.plus(moment(origin.getStart()), ChronoUnit.MICROS));
    } catch (IllegalArgumentException e) {
      throw new WireException("not an origin: " + e.getMessage(), e);
    }
  }

  /// @throws WireException when the ticks are none, or of tables that are other ones here
  public static List<Tick> ticks(KeepRequest message, Map<String, KeptTable> tables) {
    return message.getTicksList().stream().map(tick -> tick(tick, tables)).toList();
  }

  private static Tick tick(io.minitidb.proto.history.Tick message, Map<String, KeptTable> tables) {
    Map<String, Batch> rows = new HashMap<>();
    for (Rows each : message.getRowsList()) {
      KeptTable table = tables.get(each.getTable());
      if (table == null || table.fingerprint() != each.getFingerprint()) {
        throw new WireException(
            "no history is kept here of a table '" + each.getTable() + "' with such columns");
      }
      Batch batch = ChunkCodec.decode(each.getColumns(), table.types());
      if (batch.rows() != each.getCount()) {
        throw new WireException(
            each.getCount()
                + " rows of "
                + each.getTable()
                + " are said to come, "
                + batch.rows()
                + " do");
      }
      rows.put(each.getTable(), batch);
    }
    long moment = moment(message.getMoment());
    long time = moment(message.getTime());
    if (time > moment || message.getBefore() >= moment) {
      throw new WireException("a tick must not be before its time, nor before the tick before");
    }
    return new Tick(moment, message.getBefore(), time, rows);
  }

  private static long moment(long micros) {
    if (micros < EARLIEST || micros > LATEST) {
      throw new WireException(micros + " is no moment");
    }
    return micros;
  }
}
