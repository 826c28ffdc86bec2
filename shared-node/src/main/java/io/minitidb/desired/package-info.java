/// The desired state of the cluster's configuration: what SQL has set, kept in etcd under one
/// revision. A [Coordinator] changes it, all or none; a [Follower] on every node makes the node run
/// it, also one that was away; the history says what each node did.
@NullMarked
package io.minitidb.desired;

import org.jspecify.annotations.NullMarked;
