/// The client of `pdpb.PD` that mini-tikv and mini-tidb share: finds the leader among the members,
/// follows it, and turns messages into what the callers need.
@NullMarked
package io.minitidb.pdclient;

import org.jspecify.annotations.NullMarked;
