package io.minitidb.tidb.topology;

import io.minitidb.pdclient.StoreStatus;
import java.util.List;
import java.util.function.Supplier;

/// Gives every store with its statistics, as PD told them last; never waits. A source of facts for
/// tables.
public interface KnownStores extends Supplier<List<StoreStatus>> {}
