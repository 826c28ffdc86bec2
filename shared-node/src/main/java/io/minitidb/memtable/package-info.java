/// Tables whose rows are what a node knows about itself. One file in `tables` is one table: name,
/// who answers, columns, rows; its cluster twins, SHOW TABLES, DESC and the fan-out follow from it.
@NullMarked
package io.minitidb.memtable;

import org.jspecify.annotations.NullMarked;
