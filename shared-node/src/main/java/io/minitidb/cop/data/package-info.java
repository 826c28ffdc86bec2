/// Columnar data: typed vectors in TiDB's chunk layout, and batches of them. A vector is its own
/// wire form, so encoding is a copy and decoding a slice.
@NullMarked
package io.minitidb.cop.data;

import org.jspecify.annotations.NullMarked;
