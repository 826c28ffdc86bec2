/// The key-value engine; the only owner of RocksDB.
@NullMarked
package io.minitidb.tikv.engine;

import org.jspecify.annotations.NullMarked;
