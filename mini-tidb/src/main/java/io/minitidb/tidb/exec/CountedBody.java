package io.minitidb.tidb.exec;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// The body of an answer, held against the statement's quota as it arrives; the connection is cut
/// when that is used up.
final class CountedBody implements HttpResponse.BodySubscriber<byte[]> {
  private final HttpResponse.BodySubscriber<byte[]> bytes =
      HttpResponse.BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final MemoryQuota quota;
  private Flow.@Nullable Subscription subscription;

  CountedBody(MemoryQuota quota) {
    this.quota = quota;
    bytes
        .getBody()
        .whenComplete((whole, failure) -> {
          if (failure == null) {
            body.complete(whole);
          } else {
            body.completeExceptionally(failure);
          }
        });
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    bytes.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    if (quota.tryHold(part.stream().mapToLong(ByteBuffer::remaining).sum())) {
      bytes.onNext(part);
    } else if (!body.isDone() && subscription != null) {
      subscription.cancel();
      body.completeExceptionally(quota.exceeded());
    }
  }

  @Override
  public void onError(Throwable failure) {
    bytes.onError(failure);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
