/// Changing the configuration of the cluster's nodes, as statements ask for it.
@NullMarked
package io.minitidb.tidb.change;

import org.jspecify.annotations.NullMarked;
