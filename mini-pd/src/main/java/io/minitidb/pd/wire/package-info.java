/// The only translation between the messages of kvproto and mini-pd's own records. What lies in
/// etcd in serialised form (members, stores, regions) is written and read here too.
@NullMarked
package io.minitidb.pd.wire;

import org.jspecify.annotations.NullMarked;
