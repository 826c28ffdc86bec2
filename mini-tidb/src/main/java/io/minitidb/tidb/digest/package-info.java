/// Digests of statements and plans, and what of a session they depend on.
@NullMarked
package io.minitidb.tidb.digest;

import org.jspecify.annotations.NullMarked;
