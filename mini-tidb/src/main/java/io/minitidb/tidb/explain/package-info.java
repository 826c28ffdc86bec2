/// EXPLAIN and EXPLAIN ANALYZE: a plan as a tree of described operators, in TiDB's columns, as text
/// or as JSON.
@NullMarked
package io.minitidb.tidb.explain;

import org.jspecify.annotations.NullMarked;
