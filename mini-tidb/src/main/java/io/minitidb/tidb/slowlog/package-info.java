/// Reads the slow log: TiDB's text format, by time, from either end, and of each entry no more than
/// the wanted fields.
@NullMarked
package io.minitidb.tidb.slowlog;

import org.jspecify.annotations.NullMarked;
