/// The errors that clients see, with MySQL's codes and SQLSTATEs.
@NullMarked
package io.minitidb.tidb.error;

import org.jspecify.annotations.NullMarked;
