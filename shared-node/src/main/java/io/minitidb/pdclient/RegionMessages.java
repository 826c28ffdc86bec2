package io.minitidb.pdclient;

import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.pdpb.ChangePeerV2;
import io.minitidb.proto.pdpb.ConfChangeType;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.TimeInterval;
import java.util.Optional;

/// Regions to messages and back.
public final class RegionMessages {
  private RegionMessages() {}

  public static io.minitidb.proto.metapb.Region region(Region region) {
    io.minitidb.proto.metapb.Region.Builder message =
        io.minitidb.proto.metapb.Region.newBuilder()
            .setId(region.id())
            .setStartKey(region.startKey())
            .setEndKey(region.endKey())
            .setRegionEpoch(
                RegionEpoch.newBuilder()
                    .setConfVer(region.confVersion())
                    .setVersion(region.version()));
    region.peers().forEach(peer -> message.addPeers(peer(peer)));
    return message.build();
  }

  public static Region region(io.minitidb.proto.metapb.Region m) {
    return new Region(
        m.getId(),
        m.getStartKey(),
        m.getEndKey(),
        m.getRegionEpoch().getConfVer(),
        m.getRegionEpoch().getVersion(),
        m.getPeersList().stream()
            .map(peer -> new Region.Peer(peer.getId(), peer.getStoreId()))
            .toList());
  }

  public static Peer peer(Region.Peer peer) {
    return Peer.newBuilder().setId(peer.id()).setStoreId(peer.storeId()).build();
  }

  /// Returns the peer that is to be added.
  static Optional<Region.Peer> added(ChangePeerV2 changes) {
    return changes.getChangesList().stream()
        .filter(change -> change.getChangeType() == ConfChangeType.AddNode)
        .map(change -> new Region.Peer(change.getPeer().getId(), change.getPeer().getStoreId()))
        .findFirst();
  }

  static TimeInterval interval(Traffic traffic) {
    return TimeInterval.newBuilder()
        .setStartTimestamp(traffic.from().getEpochSecond())
        .setEndTimestamp(traffic.to().getEpochSecond())
        .build();
  }

  static RegionHeartbeatRequest report(RequestHeader header, RegionReport report) {
    Traffic traffic = report.traffic();
    RegionHeartbeatRequest.Builder message =
        RegionHeartbeatRequest.newBuilder()
            .setHeader(header)
            .setRegion(region(report.region()))
            .setLeader(peer(report.leader()))
            .setApproximateSize(report.size())
            .setApproximateKeys(report.keys())
            .setBytesWritten(traffic.bytesWritten())
            .setBytesRead(traffic.bytesRead())
            .setKeysWritten(traffic.keysWritten())
            .setKeysRead(traffic.keysRead())
            .setInterval(interval(traffic));
    if (report.handedOver()) {
      message.addPendingPeers(peer(report.leader()));
    }
    return message.build();
  }
}
