package io.minitidb.pd.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.pd.model.Flow;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.proto.metapb.Cluster;
import io.minitidb.proto.metapb.StoreLabel;
import io.minitidb.proto.metapb.StoreState;
import io.minitidb.proto.pdpb.Member;
import io.minitidb.proto.pdpb.RecordPair;
import io.minitidb.proto.pdpb.TimeInterval;
import java.util.LinkedHashMap;
import java.util.Map;

/// Records to messages and back; those of regions are in [RegionMessages].
public final class Messages {
  private Messages() {}

  public static Member member(PdMember member) {
    return Member.newBuilder()
        .setName(member.name())
        .setMemberId(member.id())
        .addAllPeerUrls(member.peerUrls())
        .addAllClientUrls(member.clientUrls())
        .setLeaderPriority(member.leaderPriority())
        .setDeployPath(member.deployPath())
        .setBinaryVersion(member.binaryVersion())
        .setGitHash(member.gitHash())
        .build();
  }

  public static ByteString memberBytes(PdMember member) {
    return member(member).toByteString();
  }

  public static PdMember parseMember(ByteString bytes) {
    Member m = parse(Member.getDefaultInstance(), bytes);
    return new PdMember(
        m.getName(),
        m.getMemberId(),
        m.getPeerUrlsList(),
        m.getClientUrlsList(),
        m.getLeaderPriority(),
        m.getDeployPath(),
        m.getBinaryVersion(),
        m.getGitHash());
  }

  public static ByteString clusterBytes(long id, int maxPeerCount) {
    return Cluster.newBuilder().setId(id).setMaxPeerCount(maxPeerCount).build().toByteString();
  }

  public static io.minitidb.proto.metapb.Store store(Store store) {
    io.minitidb.proto.metapb.Store.Builder message =
        io.minitidb.proto.metapb.Store.newBuilder()
            .setId(store.id())
            .setAddress(store.address())
            .setStateValue(store.state().number())
            .setVersion(store.version())
            .setPeerAddress(store.peerAddress())
            .setStatusAddress(store.statusAddress())
            .setGitHash(store.gitHash())
            .setStartTimestamp(store.startTimestamp())
            .setDeployPath(store.deployPath())
            .setLastHeartbeat(store.lastHeartbeat())
            .setPhysicallyDestroyed(store.physicallyDestroyed())
            .setNodeStateValue(store.nodeState().number());
    store
        .labels()
        .forEach(
            (key, value) -> message.addLabels(StoreLabel.newBuilder().setKey(key).setValue(value)));
    return message.build();
  }

  public static ByteString storeBytes(Store store) {
    return store(store).toByteString();
  }

  public static Store parseStore(ByteString bytes) {
    return store(parse(io.minitidb.proto.metapb.Store.getDefaultInstance(), bytes));
  }

  public static Store store(io.minitidb.proto.metapb.Store m) {
    Map<String, String> labels = new LinkedHashMap<>();
    m.getLabelsList().forEach(label -> labels.put(label.getKey(), label.getValue()));
    return new Store(
        m.getId(),
        m.getAddress(),
        state(m.getState()),
        labels,
        m.getVersion(),
        m.getPeerAddress(),
        m.getStatusAddress(),
        m.getGitHash(),
        m.getStartTimestamp(),
        m.getDeployPath(),
        m.getLastHeartbeat(),
        m.getPhysicallyDestroyed(),
        nodeState(m.getNodeState()));
  }

  private static Store.State state(StoreState state) {
    return switch (state) {
      case Up, UNRECOGNIZED -> Store.State.UP;
      case Offline -> Store.State.OFFLINE;
      case Tombstone -> Store.State.TOMBSTONE;
    };
  }

  private static Store.NodeState nodeState(io.minitidb.proto.metapb.NodeState state) {
    return switch (state) {
      case Preparing, UNRECOGNIZED -> Store.NodeState.PREPARING;
      case Serving -> Store.NodeState.SERVING;
      case Removing -> Store.NodeState.REMOVING;
      case Removed -> Store.NodeState.REMOVED;
    };
  }

  public static StoreStats stats(io.minitidb.proto.pdpb.StoreStats m) {
    Map<String, Long> cpu = new LinkedHashMap<>();
    m.getCpuUsagesList().forEach(use -> cpu.merge(use.getKey(), use.getValue(), Long::sum));
    return new StoreStats(
        m.getCapacity(),
        m.getAvailable(),
        m.getUsedSize(),
        m.getRegionCount(),
        m.getSendingSnapCount(),
        m.getReceivingSnapCount(),
        m.getApplyingSnapCount(),
        Integer.toUnsignedLong(m.getStartTime()),
        m.getIsBusy(),
        m.getSlowScore(),
        new Flow(
            m.getBytesWritten(),
            m.getBytesRead(),
            m.getKeysWritten(),
            m.getKeysRead(),
            seconds(m.getInterval())),
        cpu);
  }

  static long seconds(TimeInterval interval) {
    return interval.getEndTimestamp() - interval.getStartTimestamp();
  }

  public static io.minitidb.proto.pdpb.StoreStats stats(long storeId, StoreStats stats) {
    io.minitidb.proto.pdpb.StoreStats.Builder message =
        io.minitidb.proto.pdpb.StoreStats.newBuilder()
            .setStoreId(storeId)
            .setCapacity(stats.capacity())
            .setAvailable(stats.available())
            .setUsedSize(stats.used())
            .setRegionCount(stats.regionCount())
            .setSendingSnapCount(stats.sendingSnapshots())
            .setReceivingSnapCount(stats.receivingSnapshots())
            .setApplyingSnapCount(stats.applyingSnapshots())
            .setStartTime((int) stats.startTime())
            .setIsBusy(stats.busy())
            .setSlowScore(stats.slowScore())
            .setBytesWritten(stats.flow().bytesWritten())
            .setBytesRead(stats.flow().bytesRead())
            .setKeysWritten(stats.flow().keysWritten())
            .setKeysRead(stats.flow().keysRead());
    stats
        .cpuUsages()
        .forEach((key, value) ->
            message.addCpuUsages(RecordPair.newBuilder().setKey(key).setValue(value)));
    return message.build();
  }

  @SuppressWarnings("unchecked")
  static <M extends com.google.protobuf.Message> M parse(M prototype, ByteString bytes) {
    try {
      return (M) prototype.getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "etcd holds a malformed " + prototype.getDescriptorForType().getFullName(), e);
    }
  }
}
