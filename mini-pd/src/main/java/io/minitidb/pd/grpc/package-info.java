/// gRPC on the client port: `pdpb.PD` as clients of the original know it, and etcd's own API handed
/// through to the etcd beneath.
@NullMarked
package io.minitidb.pd.grpc;

import org.jspecify.annotations.NullMarked;
