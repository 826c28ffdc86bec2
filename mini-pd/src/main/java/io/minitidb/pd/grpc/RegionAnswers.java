package io.minitidb.pd.grpc;

import io.minitidb.pd.cluster.Ids;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.RegionBook;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.wire.RegionMessages;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.AskBatchSplitResponse;
import io.minitidb.proto.pdpb.AskSplitRequest;
import io.minitidb.proto.pdpb.AskSplitResponse;
import io.minitidb.proto.pdpb.GetRegionResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.ReportBatchSplitResponse;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScanRegionsResponse;
import io.minitidb.proto.pdpb.SplitID;
import java.util.List;
import java.util.Optional;

/// What a leader answers about regions.
final class RegionAnswers {
  /// Nobody splits a region into more at a time, and each costs ids.
  private static final int MOST_SPLITS = 10_000;

  private RegionAnswers() {}

  static GetRegionResponse region(ResponseHeader ok, Optional<RegionState> found) {
    GetRegionResponse.Builder answer = GetRegionResponse.newBuilder().setHeader(ok);
    found.ifPresent(state -> {
      answer.setRegion(RegionMessages.region(state.region()));
      state.leader().map(RegionMessages::peer).ifPresent(answer::setLeader);
      state.downPeers().forEach(down -> answer.addDownPeers(RegionMessages.downPeer(down)));
      state.pendingPeers().forEach(peer -> answer.addPendingPeers(RegionMessages.peer(peer)));
    });
    return answer.build();
  }

  static ScanRegionsResponse scan(ResponseHeader ok, Term term, ScanRegionsRequest request) {
    ScanRegionsResponse.Builder answer = ScanRegionsResponse.newBuilder().setHeader(ok);
    List<RegionState> found =
        term.cluster()
            .regionBook()
            .scan(request.getStartKey(), request.getEndKey(), request.getLimit());
    for (RegionState state : found) {
      io.minitidb.proto.metapb.Region region = RegionMessages.region(state.region());
      io.minitidb.proto.metapb.Peer leader =
          state
              .leader()
              .map(RegionMessages::peer)
              .orElseGet(io.minitidb.proto.metapb.Peer::getDefaultInstance);
      io.minitidb.proto.pdpb.Region.Builder whole =
          io.minitidb.proto.pdpb.Region.newBuilder().setRegion(region).setLeader(leader);
      state.downPeers().forEach(down -> whole.addDownPeers(RegionMessages.downPeer(down)));
      state.pendingPeers().forEach(peer -> whole.addPendingPeers(RegionMessages.peer(peer)));
      answer.addRegionMetas(region).addLeaders(leader).addRegions(whole);
    }
    return answer.build();
  }

  static AskSplitResponse split(ResponseHeader ok, Term term, AskSplitRequest request) {
    Region region = current(term, request.getRegion());
    SplitID ids = ids(term.ids(), region);
    return AskSplitResponse.newBuilder()
        .setHeader(ok)
        .setNewRegionId(ids.getNewRegionId())
        .addAllNewPeerIds(ids.getNewPeerIdsList())
        .build();
  }

  static AskBatchSplitResponse split(ResponseHeader ok, Term term, AskBatchSplitRequest request) {
    Region region = current(term, request.getRegion());
    int count = request.getSplitCount();
    if (count < 0 || count > MOST_SPLITS) {
      throw refused(
          "a region is split at most "
              + MOST_SPLITS
              + " times at once, not "
              + Integer.toUnsignedString(count));
    }
    AskBatchSplitResponse.Builder answer = AskBatchSplitResponse.newBuilder().setHeader(ok);
    for (int i = 0; i < count; i++) {
      answer.addIds(ids(term.ids(), region));
    }
    return answer.build();
  }

  private static SplitID ids(Ids ids, Region region) {
    SplitID.Builder split = SplitID.newBuilder();
    int peers = region.peers().size();
    long last = ids.next(1 + peers);
    split.setNewRegionId(last - peers);
    for (int i = peers - 1; i >= 0; i--) {
      split.addNewPeerIds(last - i);
    }
    return split.build();
  }

  /// Returns the region as asked for, if it is not older than what is known.
  private static Region current(Term term, io.minitidb.proto.metapb.Region asked) {
    Region region = RegionMessages.region(asked);
    RegionBook regions = term.cluster().regionBook();
    Region known =
        regions
            .find(region.startKey())
            .map(RegionState::region)
            .orElseThrow(() -> refused("region not found, request region: " + region));
    if (region.epoch().isBehind(known.epoch())) {
      throw refused("invalid region epoch, request: " + region + ", current: " + known);
    }
    return region;
  }

  /// A report changes nothing: the heartbeats of the new regions follow at once.
  static ReportBatchSplitResponse splitReported(
      ResponseHeader ok, Term term, ReportBatchSplitRequest request) {
    term.cluster().regionBook();
    List<Region> regions = request.getRegionsList().stream().map(RegionMessages::region).toList();
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      boolean follows = i == 0 || region.startKey().equals(regions.get(i - 1).endKey());
      boolean leads = i == regions.size() - 1 || !region.endKey().isEmpty();
      if (!region.hasKeys() || !follows || !leads) {
        throw refused("invalid split regions, " + region + " does not follow the one before");
      }
    }
    if (regions.stream().map(Region::peers).mapToInt(List<Peer>::size).anyMatch(n -> n == 0)) {
      throw refused("invalid split regions, one has no peer");
    }
    return ReportBatchSplitResponse.newBuilder().setHeader(ok).build();
  }

  private static PdError refused(String message) {
    return new PdError(PdError.Kind.UNKNOWN, message);
  }
}
