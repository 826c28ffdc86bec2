/// Which nodes there are: this mini-tidb registers itself in etcd and watches the others there. The
/// only user of etcd here.
@NullMarked
package io.minitidb.tidb.topology;

import org.jspecify.annotations.NullMarked;
