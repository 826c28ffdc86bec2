/// etcd as nodes use it: a few calls, each with a deadline. The only place that knows the client.
@NullMarked
package io.minitidb.etcd;

import org.jspecify.annotations.NullMarked;
