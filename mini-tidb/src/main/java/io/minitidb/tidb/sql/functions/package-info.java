/// MySQL's functions, each defined once: its names, how many arguments it takes, and the typed
/// expression that a call becomes. Calcite's validator, the translation and the error messages all
/// read these definitions; what a function computes stands beside the other bodies in
/// [io.minitidb.cop.expr].
@NullMarked
package io.minitidb.tidb.sql.functions;

import org.jspecify.annotations.NullMarked;
