package io.minitidb.pdclient;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A range of keys and where it lies, as stores and PD know it.
///
/// @param startKey inclusive, empty for the first key
/// @param endKey exclusive, empty for no end
/// @param confVersion grows when peers change
/// @param version grows when borders change
public record Region(
    long id,
    ByteString startKey,
    ByteString endKey,
    long confVersion,
    long version,
    List<Peer> peers) {
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  /// A replica on a store.
  public record Peer(long id, long storeId) {}

  public Region {
    peers = List.copyOf(peers);
  }

  /// Returns the region of all keys, as it is when a cluster begins.
  public static Region first(long id, Peer peer) {
    return new Region(id, ByteString.EMPTY, ByteString.EMPTY, 1, 1, List.of(peer));
  }

  public Optional<Peer> peerOn(long storeId) {
    return peers.stream().filter(peer -> peer.storeId() == storeId).findFirst();
  }

  /// Says whether both have keys in common.
  public boolean meets(Region other) {
    return (endKey.isEmpty() || ORDER.compare(other.startKey, endKey) < 0)
        && (other.endKey.isEmpty() || ORDER.compare(startKey, other.endKey) < 0);
  }

  /// Returns the region with another store in place of all that it has: one peer more, one less.
  public Region movedTo(Peer peer) {
    return new Region(id, startKey, endKey, confVersion + 2, version, List.of(peer));
  }

  /// Returns the region as a `metapb.Region`.
  public byte[] toBytes() {
    return RegionMessages.region(this).toByteArray();
  }

  /// Reads what [#toBytes()] has written.
  ///
  /// @throws IllegalArgumentException when the bytes are none
  public static Region parse(byte[] bytes) {
    try {
      return RegionMessages.region(io.minitidb.proto.metapb.Region.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("these bytes are no region", e);
    }
  }
}
