/// Digests of statements and plans.
@NullMarked
package io.minitidb.tidb.digest;

import org.jspecify.annotations.NullMarked;
