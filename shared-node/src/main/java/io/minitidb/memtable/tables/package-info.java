/// One file, one table.
@NullMarked
package io.minitidb.memtable.tables;

import org.jspecify.annotations.NullMarked;
