package io.minitidb.latency;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connection to one peer and its round trips. What is timed is gRPC's health check, the
/// cheapest call that every node serves; a node that does not know it has answered as well.
final class Line implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Set<Status.Code> ANSWERS =
      EnumSet.of(Status.Code.OK, Status.Code.UNIMPLEMENTED, Status.Code.NOT_FOUND);

  private final Peer peer;
  private final Security security;
  private final Window window = new Window();
  private @Nullable ManagedChannel channel;
  private boolean closed;

  Line(Peer peer, Security security) {
    this.peer = peer;
    this.security = security;
  }

  Peer peer() {
    return peer;
  }

  Window window() {
    return window;
  }

  /// Measures once and calls `done` whatever comes of it. Opening the connection is not counted.
  void measure(Runnable done) {
    ManagedChannel open = open();
    if (open == null) {
      done.run();
    } else if (open.getState(false) == ConnectivityState.READY) {
      call(open, nanos -> finish(open, nanos, done));
    } else {
      call(
          open,
          nanos -> {
            if (nanos < 0) {
              finish(open, nanos, done);
            } else {
              call(open, measured -> finish(open, measured, done));
            }
          });
    }
  }

  /// Told how long a call took, or -1 when no answer came.
  private interface Answered {
    void after(long nanos);
  }

  private synchronized @Nullable ManagedChannel open() {
    if (channel == null && !closed) {
      channel = Channels.openDirect(peer.rpcAddress(), security);
    }
    return channel;
  }

  private static void call(ManagedChannel open, Answered answered) {
    long start = System.nanoTime();
    ListenableFuture<HealthCheckResponse> call =
        HealthGrpc.newFutureStub(open)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .check(HealthCheckRequest.getDefaultInstance());
    Futures.addCallback(
        call,
        new FutureCallback<>() {
          @Override
          public void onSuccess(HealthCheckResponse response) {
            answered.after(System.nanoTime() - start);
          }

          @Override
          public void onFailure(Throwable failure) {
            boolean came = ANSWERS.contains(Status.fromThrowable(failure).getCode());
            answered.after(came ? System.nanoTime() - start : -1);
          }
        },
        MoreExecutors.directExecutor());
  }

  private void finish(ManagedChannel used, long nanos, Runnable done) {
    if (nanos >= 0) {
      window.add(System.nanoTime(), nanos);
    } else {
      window.fail();
      discard(used);
    }
    done.run();
  }

  /// A channel that lost its connection waits longer and longer before it tries again; a new one
  /// tries at once.
  private synchronized void discard(ManagedChannel used) {
    if (used.equals(channel)) {
      channel = null;
    }
    used.shutdownNow();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }
}
