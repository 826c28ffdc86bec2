package io.minitidb.tidb.topology;

import java.util.function.Supplier;

/// Gives the topology as last known; never waits. A source of facts for tables.
public interface CurrentTopology extends Supplier<Topology> {}
