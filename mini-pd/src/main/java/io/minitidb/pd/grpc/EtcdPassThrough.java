package io.minitidb.pd.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands etcd's own gRPC methods through to the member's etcd as raw bytes, so that a PD URL is an
/// etcd endpoint: etcd's members advertise it, and mini-tidb, jetcd and `etcdctl` use it. All four
/// kinds of call; flow control, metadata, deadline, status and cancellation pass in both
/// directions.
public final class EtcdPassThrough extends HandlerRegistry {
  private static final List<String> PACKAGES =
      List.of("etcdserverpb.", "v3lockpb.", "v3electionpb.");

  private final Channel etcd;

  /// @param etcd with callbacks on the event loop: nothing here blocks
  public EtcdPassThrough(Channel etcd) {
    this.etcd = etcd;
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String method, @Nullable String authority) {
    if (PACKAGES.stream().noneMatch(method::startsWith)) {
      return null;
    }
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
            .setFullMethodName(method)
            // The most general kind; what goes through is what the two ends say.
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .build();
    ServerCallHandler<byte[], byte[]> handler =
        (caller, headers) -> Passage.start(caller, headers, etcd, descriptor, CallOptions.DEFAULT);
    return ServerMethodDefinition.create(descriptor, handler);
  }
}
