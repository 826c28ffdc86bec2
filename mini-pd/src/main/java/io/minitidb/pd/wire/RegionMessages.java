package io.minitidb.pd.wire;

import com.google.protobuf.ByteString;
import io.minitidb.pd.model.Flow;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionEpoch;
import io.minitidb.pd.model.RegionState;
import io.minitidb.proto.metapb.PeerRole;
import io.minitidb.proto.pdpb.PeerStats;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import java.util.Optional;

/// Regions and what their leaders say, to messages and back.
public final class RegionMessages {
  private static final long MIB = 1 << 20;

  private RegionMessages() {}

  public static io.minitidb.proto.metapb.Region region(Region region) {
    io.minitidb.proto.metapb.Region.Builder message =
        io.minitidb.proto.metapb.Region.newBuilder()
            .setId(region.id())
            .setStartKey(region.startKey())
            .setEndKey(region.endKey())
            .setRegionEpoch(epoch(region.epoch()));
    region.peers().forEach(peer -> message.addPeers(peer(peer)));
    return message.build();
  }

  public static ByteString bytes(Region region) {
    return region(region).toByteString();
  }

  public static Region parse(ByteString bytes) {
    return region(Messages.parse(io.minitidb.proto.metapb.Region.getDefaultInstance(), bytes));
  }

  public static Region region(io.minitidb.proto.metapb.Region m) {
    return new Region(
        m.getId(),
        m.getStartKey(),
        m.getEndKey(),
        new RegionEpoch(m.getRegionEpoch().getConfVer(), m.getRegionEpoch().getVersion()),
        m.getPeersList().stream().map(RegionMessages::peer).toList());
  }

  public static io.minitidb.proto.metapb.RegionEpoch epoch(RegionEpoch epoch) {
    return io.minitidb.proto.metapb.RegionEpoch.newBuilder()
        .setConfVer(epoch.confVersion())
        .setVersion(epoch.version())
        .build();
  }

  public static io.minitidb.proto.metapb.Peer peer(Peer peer) {
    return io.minitidb.proto.metapb.Peer.newBuilder()
        .setId(peer.id())
        .setStoreId(peer.storeId())
        .setRoleValue(peer.role().number())
        .setIsWitness(peer.witness())
        .build();
  }

  private static Peer peer(io.minitidb.proto.metapb.Peer m) {
    return new Peer(m.getId(), m.getStoreId(), role(m.getRole()), m.getIsWitness());
  }

  private static Peer.Role role(PeerRole role) {
    return switch (role) {
      case Voter, UNRECOGNIZED -> Peer.Role.VOTER;
      case Learner -> Peer.Role.LEARNER;
      case IncomingVoter -> Peer.Role.INCOMING_VOTER;
      case DemotingVoter -> Peer.Role.DEMOTING_VOTER;
    };
  }

  public static PeerStats downPeer(RegionState.DownPeer down) {
    return PeerStats.newBuilder().setPeer(peer(down.peer())).setDownSeconds(down.seconds()).build();
  }

  /// Takes over what a leader says. A region that is not empty has at least 1 MiB.
  public static RegionState state(RegionHeartbeatRequest m) {
    long size = m.getApproximateSize() / MIB;
    return new RegionState(
        region(m.getRegion()),
        m.getLeader().getId() == 0 ? Optional.empty() : Optional.of(peer(m.getLeader())),
        m.getDownPeersList().stream()
            .map(down -> new RegionState.DownPeer(peer(down.getPeer()), down.getDownSeconds()))
            .toList(),
        m.getPendingPeersList().stream().map(RegionMessages::peer).toList(),
        m.getTerm(),
        m.getCpuUsage(),
        new Flow(
            m.getBytesWritten(),
            m.getBytesRead(),
            m.getKeysWritten(),
            m.getKeysRead(),
            Messages.seconds(m.getInterval())),
        m.getApproximateSize() == 0 ? 0 : Math.max(1, size),
        m.getApproximateKeys(),
        RegionState.Heat.NONE,
        true);
  }
}
