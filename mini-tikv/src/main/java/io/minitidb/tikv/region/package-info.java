/// The regions that have a peer on this store.
@NullMarked
package io.minitidb.tikv.region;

import org.jspecify.annotations.NullMarked;
