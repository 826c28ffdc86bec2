/// The etcd beneath a member: its process, whose life is tied to ours, and the store of metadata
/// that it holds. The only owner of jetcd; above this package there are keys, values, guards and
/// leases, no client of etcd.
@NullMarked
package io.minitidb.pd.etcd;

import org.jspecify.annotations.NullMarked;
