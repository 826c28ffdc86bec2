/// Physical plans: immutable, free of Calcite, opened once for each execution. A plan pushes as
/// much of itself into its gathers as the nodes can do.
@NullMarked
package io.minitidb.tidb.plan;

import org.jspecify.annotations.NullMarked;
