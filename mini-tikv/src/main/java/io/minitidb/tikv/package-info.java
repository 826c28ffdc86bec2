/// mini-tikv: a store over RocksDB that registers with PD and answers pushed-down scans of what it
/// knows about itself.
@NullMarked
package io.minitidb.tikv;

import org.jspecify.annotations.NullMarked;
