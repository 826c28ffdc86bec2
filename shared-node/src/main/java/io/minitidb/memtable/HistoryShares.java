package io.minitidb.memtable;

import java.util.List;

/// Which parts of the history that a store keeps it is to answer, since other stores have copies.
///
/// @param shares of the origins that are wanted, several of one origin when its ticks are spread
public record HistoryShares(List<Share> shares) {

  public HistoryShares {
    shares = List.copyOf(shares);
  }

  /// The ticks of one origin from `from` to `to`, both included.
  ///
  /// @param origin the number that the store has given to the origin
  public record Share(int origin, long from, long to) {}
}
