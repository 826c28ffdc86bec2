package io.minitidb.tikv.raw;

import io.minitidb.pdclient.RegionMessages;
import io.minitidb.proto.errorpb.DiskFull;
import io.minitidb.proto.errorpb.EpochNotMatch;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.proto.errorpb.KeyNotInRegion;
import io.minitidb.proto.errorpb.MismatchPeerId;
import io.minitidb.proto.errorpb.NotLeader;
import io.minitidb.proto.errorpb.RegionNotFound;
import io.minitidb.proto.errorpb.ServerIsBusy;
import io.minitidb.proto.errorpb.StoreNotMatch;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.tikv.region.Claim;
import io.minitidb.tikv.region.RegionRefusal;

/// What a call says of its region, from its message; and why it was refused, into one.
final class RegionErrors {
  private RegionErrors() {}

  static Claim claim(Context context) {
    return new Claim(
        context.getRegionId(),
        context.getRegionEpoch().getVersion(),
        context.getPeer().getStoreId(),
        context.getPeer().getId());
  }

  static Error of(RegionRefusal refusal) {
    Error.Builder error = Error.newBuilder().setMessage(refusal.text());
    return switch (refusal) {
      case RegionRefusal.StoreNotMatch(long asked, long actual) ->
          error
              .setStoreNotMatch(
                  StoreNotMatch.newBuilder().setRequestStoreId(asked).setActualStoreId(actual))
              .build();
      case RegionRefusal.RegionNotFound(long regionId) ->
          error.setRegionNotFound(RegionNotFound.newBuilder().setRegionId(regionId)).build();
      case RegionRefusal.NotLeader(long regionId, var leader) ->
          error
              .setNotLeader(
                  NotLeader.newBuilder()
                      .setRegionId(regionId)
                      .setLeader(RegionMessages.peer(leader)))
              .build();
      case RegionRefusal.MismatchPeerId(long asked, long actual) ->
          error
              .setMismatchPeerId(
                  MismatchPeerId.newBuilder().setRequestPeerId(asked).setStorePeerId(actual))
              .build();
      case RegionRefusal.EpochNotMatch(var current) ->
          error
              .setEpochNotMatch(
                  EpochNotMatch.newBuilder()
                      .addAllCurrentRegions(current.stream().map(RegionMessages::region).toList()))
              .build();
      case RegionRefusal.KeyNotInRegion(var key, var region) ->
          error
              .setKeyNotInRegion(
                  KeyNotInRegion.newBuilder()
                      .setKey(key)
                      .setRegionId(region.id())
                      .setStartKey(region.startKey())
                      .setEndKey(region.endKey()))
              .build();
    };
  }

  static Error busy(String reason) {
    return Error.newBuilder()
        .setMessage("the store is busy: " + reason)
        .setServerIsBusy(ServerIsBusy.newBuilder().setReason(reason))
        .build();
  }

  static Error diskFull(long storeId, String reason) {
    return Error.newBuilder()
        .setMessage(reason)
        .setDiskFull(DiskFull.newBuilder().addStoreId(storeId).setReason(reason))
        .build();
  }
}
