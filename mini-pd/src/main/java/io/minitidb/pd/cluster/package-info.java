/// What the placement driver decides and remembers: who leads, which members and stores there are,
/// ids and timestamps. Whatever only a leader may do hangs on a
/// [Term][io.minitidb.pd.cluster.Term]; every write of one is fenced by the leader key.
@NullMarked
package io.minitidb.pd.cluster;

import org.jspecify.annotations.NullMarked;
