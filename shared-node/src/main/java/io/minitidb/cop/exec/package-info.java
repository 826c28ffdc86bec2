/// Operators over batches, and the plan (DAG) that a coprocessor request carries. The root of a
/// statement runs the same classes.
@NullMarked
package io.minitidb.cop.exec;

import org.jspecify.annotations.NullMarked;
