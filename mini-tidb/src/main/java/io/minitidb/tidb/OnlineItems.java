package io.minitidb.tidb;

import io.minitidb.config.LiveConfig;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.topology.TopologyWatch;
import java.util.Optional;

/// What in a running mini-tidb follows the items of its configuration that are no variables.
final class OnlineItems {
  private OnlineItems() {}

  static void follow(
      LiveConfig<TidbConfig> live,
      Optional<SlowLog> slowLog,
      LatencyWatch latency,
      TopologyWatch topology) {
    slowLog.ifPresent(log -> live.onChange(config -> config.log().slowRotation(), log::rotate));
    live.onChange(config -> config.node().latencyInterval().value(), latency::every);
    live.onChange(config -> config.topology().refreshInterval().value(), topology::every);
  }
}
