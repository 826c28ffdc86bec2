package io.minitidb.tikv.region;

import com.google.protobuf.ByteString;
import io.minitidb.pdclient.Region;
import java.util.HexFormat;
import java.util.List;

/// Why a call is not for this store, or not any more. Nothing of it was done.
public sealed interface RegionRefusal {
  /// The call was sent to another store.
  record StoreNotMatch(long asked, long actual) implements RegionRefusal {}

  /// The store has no such region.
  record RegionNotFound(long regionId) implements RegionRefusal {}

  /// The region is on its way to another store, or there already.
  record NotLeader(long regionId, Region.Peer leader) implements RegionRefusal {}

  /// The region's peer here has another id.
  record MismatchPeerId(long asked, long actual) implements RegionRefusal {}

  /// The region has other borders by now.
  ///
  /// @param current the regions of this store that have keys of the old one, as far as it knows
  record EpochNotMatch(List<Region> current) implements RegionRefusal {
    public EpochNotMatch {
      current = List.copyOf(current);
    }
  }

  /// The region ends before the key, or begins behind it.
  record KeyNotInRegion(ByteString key, Region region) implements RegionRefusal {}

  /// Returns a sentence for people.
  default String text() {
    return switch (this) {
      case StoreNotMatch(long asked, long actual) ->
          "this is store " + id(actual) + ", not store " + id(asked);
      case RegionNotFound(long regionId) -> "region " + id(regionId) + " is not on this store";
      case NotLeader(long regionId, Region.Peer leader) ->
          "region " + id(regionId) + " has moved to store " + id(leader.storeId());
      case MismatchPeerId(long asked, long actual) ->
          "the peer here is " + id(actual) + ", not " + id(asked);
      case EpochNotMatch(List<Region> current) ->
          "the region has changed, current regions: " + current.stream().map(Region::id).toList();
      case KeyNotInRegion(ByteString key, Region region) ->
          "key " + hex(key) + " is not in region " + id(region.id());
    };
  }

  private static String id(long id) {
    return Long.toUnsignedString(id);
  }

  private static String hex(ByteString key) {
    return HexFormat.of().formatHex(key.substring(0, Math.min(key.size(), 64)).toByteArray());
  }
}
