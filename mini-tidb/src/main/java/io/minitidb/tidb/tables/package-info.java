/// Tables that only a mini-tidb can answer: the catalog and the topology.
@NullMarked
package io.minitidb.tidb.tables;

import org.jspecify.annotations.NullMarked;
