package io.minitidb.history;

import io.minitidb.pdclient.Store;
import java.util.Comparator;
import java.util.List;

/// Which stores keep a node's history: rendezvous hashing. Every store has a weight for a node, the
/// heaviest take it; when a store comes or goes, only the nodes move that it is among the heaviest
/// of.
final class Placement {
  private Placement() {}

  /// Returns the stores that serve, the heaviest first.
  ///
  /// @param node its INSTANCE, which stays the same over restarts
  static List<Store> order(String node, List<Store> stores) {
    return stores.stream()
        .filter(store -> store.state().equals("Up"))
        .sorted(
            Comparator.<Store>comparingLong(store -> weight(node, store.id()))
                .reversed()
                .thenComparingLong(Store::id))
        .toList();
  }

  /// The finalizer of MurmurHash3 over both.
  static long weight(String node, long store) {
    long hash = store * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < node.length(); i++) {
      hash = mix(hash ^ node.charAt(i));
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long hash = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
    return hash ^ hash >>> 33;
  }
}
