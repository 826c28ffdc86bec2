/// The log of a node: TiDB's unified line format, to a rotated file or to the console. And the
/// search over these files; the only owner of Logback.
@NullMarked
package io.minitidb.log;

import org.jspecify.annotations.NullMarked;
