package io.minitidb.pd.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
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
        (caller, headers) -> new Passage(caller, descriptor).start(headers);
    return ServerMethodDefinition.create(descriptor, handler);
  }

  /// One call. A message is asked for on one side when the other side can take it, so at most one
  /// waits here.
  private final class Passage extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> caller;
    private final ClientCall<byte[], byte[]> callee;
    private boolean requestWanted;
    private boolean answerWanted;

    Passage(ServerCall<byte[], byte[]> caller, MethodDescriptor<byte[], byte[]> method) {
      this.caller = caller;
      // The caller's deadline and cancellation come along in gRPC's context, which is the current
      // one here.
      this.callee = etcd.newCall(method, CallOptions.DEFAULT);
    }

    ServerCall.Listener<byte[]> start(Metadata headers) {
      callee.start(new Answers(), headers);
      caller.request(1);
      callee.request(1);
      return this;
    }

    @Override
    public void onMessage(byte[] request) {
      callee.sendMessage(request);
      synchronized (this) {
        requestWanted = !callee.isReady();
        if (requestWanted) {
          return;
        }
      }
      caller.request(1);
    }

    @Override
    public void onHalfClose() {
      callee.halfClose();
    }

    @Override
    public void onCancel() {
      callee.cancel("the caller went away", null);
    }

    /// The caller can take more.
    @Override
    public void onReady() {
      synchronized (this) {
        if (!answerWanted) {
          return;
        }
        answerWanted = false;
      }
      callee.request(1);
    }

    /// The callee can take more.
    private void calleeReady() {
      synchronized (this) {
        if (!requestWanted) {
          return;
        }
        requestWanted = false;
      }
      caller.request(1);
    }

    private final class Answers extends ClientCall.Listener<byte[]> {
      @Override
      public void onHeaders(Metadata headers) {
        caller.sendHeaders(headers);
      }

      @Override
      public void onMessage(byte[] answer) {
        caller.sendMessage(answer);
        synchronized (Passage.this) {
          answerWanted = !caller.isReady();
          if (answerWanted) {
            return;
          }
        }
        callee.request(1);
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        caller.close(status, trailers);
      }

      @Override
      public void onReady() {
        calleeReady();
      }
    }
  }
}
