/// The placement driver: the cluster's metadata over one supervised etcd per member, served on one
/// port as HTTP, as `pdpb.PD` and as the etcd API. This package wires; `etcd` owns the store,
/// `cluster` decides, `http` and `grpc` answer.
@NullMarked
package io.minitidb.pd;

import org.jspecify.annotations.NullMarked;
