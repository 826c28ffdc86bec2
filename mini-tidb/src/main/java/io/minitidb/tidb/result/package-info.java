/// What a statement answers: rows with labels, or that it is done.
@NullMarked
package io.minitidb.tidb.result;

import org.jspecify.annotations.NullMarked;
