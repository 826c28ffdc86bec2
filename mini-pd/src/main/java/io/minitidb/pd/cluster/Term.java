package io.minitidb.pd.cluster;

import io.minitidb.server.Closer;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// Everything that a leader has and a follower has not. Made anew for each term and in this order:
/// timestamps, stores, ids; only then may anybody be sent here.
///
/// @param fence the right to write
public record Term(Fence fence, Tso tso, ClusterState cluster, Ids ids, StoreCheck storeCheck)
    implements AutoCloseable {

  /// What a term is begun with.
  public record Settings(
      Clock clock,
      Supplier<Duration> tsoSaveInterval,
      Supplier<Duration> tsoUpdateInterval,
      Supplier<StoreRules> rules) {}

  /// Loads what the terms before have left.
  ///
  /// @param onLoss called when the term cannot go on
  static Term begin(Fence fence, Settings settings, Runnable onLoss) {
    Closer closer = new Closer();
    try {
      Tso tso =
          closer.add(
              new Tso(
                  fence,
                  settings.clock()::millis,
                  settings.tsoSaveInterval(),
                  settings.tsoUpdateInterval(),
                  onLoss));
      ClusterState cluster = new ClusterState(fence, settings.clock(), settings.rules());
      Ids ids = new Ids(fence);
      StoreCheck storeCheck = new StoreCheck(cluster, ids, settings.clock(), settings.rules());
      return new Term(fence, tso, cluster, ids, storeCheck);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  @Override
  public void close() {
    storeCheck.close();
    tso.close();
  }
}
