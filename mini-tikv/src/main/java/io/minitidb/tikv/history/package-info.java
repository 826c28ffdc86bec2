/// What the node was at earlier times: samples as columnar blocks in RocksDB, keyed by table and
/// time.
@NullMarked
package io.minitidb.tikv.history;

import org.jspecify.annotations.NullMarked;
