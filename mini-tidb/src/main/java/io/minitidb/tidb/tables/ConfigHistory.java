package io.minitidb.tidb.tables;

import io.minitidb.desired.History;
import java.util.function.Supplier;

/// Gives the history of the cluster's configuration; asks etcd, and throws
/// [io.minitidb.etcd.EtcdException] when it does not answer. A source of facts for tables.
public interface ConfigHistory extends Supplier<History> {}
