package io.minitidb.pd.model;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A range of keys and where it lies.
///
/// @param startKey inclusive, empty for the first key
/// @param endKey exclusive, empty for no end
public record Region(
    long id, ByteString startKey, ByteString endKey, RegionEpoch epoch, List<Peer> peers) {
  /// The order of keys: bytes, unsigned.
  public static final Comparator<ByteString> KEY_ORDER =
      ByteString.unsignedLexicographicalComparator();

  public Region {
    peers = List.copyOf(peers);
  }

  /// Says whether `key` lies in the range.
  public boolean contains(ByteString key) {
    return KEY_ORDER.compare(startKey, key) <= 0
        && (endKey.isEmpty() || KEY_ORDER.compare(key, endKey) < 0);
  }

  /// Says whether the region meets `[from, to)`, where an empty `to` has no end.
  public boolean meets(ByteString from, ByteString to) {
    return (endKey.isEmpty() || KEY_ORDER.compare(from, endKey) < 0)
        && (to.isEmpty() || KEY_ORDER.compare(startKey, to) < 0);
  }

  /// Says whether there is room for a key between the borders.
  public boolean hasKeys() {
    return endKey.isEmpty() || KEY_ORDER.compare(startKey, endKey) < 0;
  }

  public boolean isOn(long storeId) {
    return peers.stream().anyMatch(peer -> peer.storeId() == storeId);
  }

  /// Returns the peer of a region that has just one.
  public Optional<Peer> onlyPeer() {
    return peers.size() == 1 ? Optional.of(peers.getFirst()) : Optional.empty();
  }

  /// Returns the region as it begins anew, empty, on another store.
  public Region anewAt(Peer peer) {
    return new Region(id, startKey, endKey, epoch.next(), List.of(peer));
  }

  @Override
  public String toString() {
    return "region " + Long.toUnsignedString(id) + " (" + epoch + ")";
  }
}
