/// mini-tidb: speaks MySQL, plans SQL, asks every node, and is asked by its peers.
@NullMarked
package io.minitidb.tidb;

import org.jspecify.annotations.NullMarked;
