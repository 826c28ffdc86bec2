package io.minitidb.pd.model;

import com.google.protobuf.ByteString;
import java.util.Comparator;

/// A range of keys, as its first peer reported it.
///
/// @param startKey inclusive, empty for the first key
/// @param endKey exclusive, empty for no end
/// @param message the region's message as it lies in etcd
public record Region(
    long id, ByteString startKey, ByteString endKey, int peers, ByteString message) {
  /// The order of keys: bytes, unsigned.
  public static final Comparator<ByteString> KEY_ORDER =
      ByteString.unsignedLexicographicalComparator();

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
}
