package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Dag;
import io.minitidb.proto.diagnosticspb.ServerInfoItem;
import io.minitidb.proto.diagnosticspb.ServerInfoPair;
import io.minitidb.proto.diagnosticspb.ServerInfoResponse;
import io.minitidb.proto.diagnosticspb.ServerInfoType;
import io.minitidb.wire.CopAnswer;
import java.util.List;
import java.util.TreeMap;

/// What `server_info` tells: the rows of the tables about the machine, gathered by device.
final class MachineFacts {
  private final TreeMap<Device, ServerInfoItem.Builder> items = new TreeMap<>();

  private record Device(String kind, String name) implements Comparable<Device> {
    @Override
    public int compareTo(Device other) {
      int order = kind.compareTo(other.kind);
      return order != 0 ? order : name.compareTo(other.name);
    }
  }

  /// @throws IllegalArgumentException when there is no such type
  static List<Dag> plans(ServerInfoType type, Coprocessor node) {
    Dag hardware = devices("cluster_hardware", "DEVICE", node);
    Dag load = devices("cluster_load", "DEVICE", node);
    Dag system = devices("cluster_systeminfo", "SYSTEM", node);
    return switch (type) {
      case All -> List.of(hardware, load, system);
      case HardwareInfo -> List.of(hardware);
      case LoadInfo -> List.of(load);
      case SystemInfo -> List.of(system);
      case UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "unknown type; it may be All, HardwareInfo, SystemInfo or LoadInfo");
    };
  }

  private static Dag devices(String table, String of, Coprocessor node) {
    return node.scan(table, of + "_TYPE", of + "_NAME", "NAME", "VALUE");
  }

  void add(CopAnswer.Rows rows) {
    for (Batch batch : rows.batches()) {
      for (int row = 0; row < batch.rows(); row++) {
        Device device = new Device(batch.column(0).getString(row), batch.column(1).getString(row));
        items
            .computeIfAbsent(
                device, each -> ServerInfoItem.newBuilder().setTp(each.kind()).setName(each.name()))
            .addPairs(
                ServerInfoPair.newBuilder()
                    .setKey(batch.column(2).getString(row))
                    .setValue(batch.column(3).getString(row)));
      }
    }
  }

  ServerInfoResponse message() {
    ServerInfoResponse.Builder message = ServerInfoResponse.newBuilder();
    items.values().forEach(message::addItems);
    return message.build();
  }
}
