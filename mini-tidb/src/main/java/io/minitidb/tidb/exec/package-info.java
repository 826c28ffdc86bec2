/// Executing plans: the fan-out to nodes, and the operators that only the root has.
@NullMarked
package io.minitidb.tidb.exec;

import org.jspecify.annotations.NullMarked;
