/// HTTP on the client port. `/pd` is the original's API: a follower proxies it to the leader.
/// `/pd_member` is each member's own, never forwarded, and works without a leader and without etcd.
/// Which prefix has which handler is said in one place, `PdServer`.
@NullMarked
package io.minitidb.pd.http;

import org.jspecify.annotations.NullMarked;
