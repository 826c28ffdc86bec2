package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import io.minitidb.node.NodeInfo;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.WireException;
import io.minitidb.wire.WorkTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Runs a plan on many nodes at once and passes their rows as they arrive. The connected node
/// answers its own share without a call. A node that fails costs its rows and one warning; with
/// `strict` it costs the statement. An answer of many rows comes as a stream, of which the next
/// message is asked for when the rows before it are taken. Closing it cancels what is under way.
public final class FanOut implements Executor {
  /// The calls have their own deadlines; so much later the root stops waiting for a transport that
  /// forgot its.
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Object gather;
  private final Dispatch dispatch;
  private final List<Type> types;
  private final ExecContext context;
  private final Losses losses;
  private final MemoryQuota quota;
  private final long patience;
  private final LinkedBlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
  private final NodeCalls calls;
  private final List<NodeShare> shares = new ArrayList<>();
  private final List<NodeShare> paused = new ArrayList<>();
  private final Deque<Batch> ready = new ArrayDeque<>();
  private int waiting;
  private long oldest;
  private long heard;
  private boolean started;

  /// @param gather the plan node that this executes
  public FanOut(Object gather, Dispatch dispatch, List<Type> types, ExecContext context) {
    this(gather, dispatch, types, context, new Losses.Told(context));
  }

  FanOut(Object gather, Dispatch dispatch, List<Type> types, ExecContext context, Losses losses) {
    this.losses = losses;
    this.gather = gather;
    this.dispatch = dispatch;
    this.types = types;
    this.context = context;
    this.quota = context.limits().quota();
    this.calls = new NodeCalls(context, arrived);
    this.patience = context.limits().nodeTimeout().toNanos() + GRACE;
  }

  @Override
  public Optional<Batch> next() {
    if (!started) {
      started = true;
      send();
    }
    if (ready.isEmpty() && !paused.isEmpty()) {
      paused.forEach(NodeShare::more);
      paused.clear();
    }
    while (ready.isEmpty() && waiting > 0) {
      take();
    }
    return Optional.ofNullable(ready.poll());
  }

  private void send() {
    List<Dispatch.Target> targets = dispatch.targets(context);
    if (context.local().hasHistory(dispatch.table())) {
      targets = HistoryCall.shared(gather, targets, dispatch, context);
    }
    oldest = System.nanoTime();
    Optional<Dispatch.Target> ours = Optional.empty();
    for (Dispatch.Target target : targets) {
      if (target.node().info().instance().equals(context.localInstance())) {
        ours = Optional.of(target);
      } else {
        calls.single(share(target), target.request());
      }
    }
    // Last, so that the others work meanwhile.
    ours.ifPresent(target -> {
      NodeShare share = share(target);
      long begin = System.nanoTime();
      CopAnswer answer = own(share);
      long end = System.nanoTime();
      share.worked(end - begin);
      accept(share, answer, 0, true, end);
    });
  }

  private NodeShare share(Dispatch.Target target) {
    NodeShare share = new NodeShare(target);
    shares.add(share);
    waiting++;
    return share;
  }

  private CopAnswer own(NodeShare share) {
    return context
        .local()
        .run(
            dispatch.local(context),
            context.eval(),
            batches -> {
              batches.forEach(batch -> quota.hold(batch.size()));
              ready.addAll(batches);
              share.received(new CopAnswer.Rows(batches, List.of(), List.of()), 0, 0);
              return true;
            });
  }

  private void take() {
    try {
      long now = System.nanoTime();
      long end = isLastUnneeded() ? heard + grace() : oldest + patience;
      long left = Math.min(end - now, context.limits().nanosLeft());
      Arrival arrival = arrived.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (arrival == null) {
        context.limits().check();
        giveUp();
      } else if (!arrival.share().isDone()) {
        handle(arrival);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Limits.interrupted();
    }
  }

  /// Returns how long a node that brings nothing new is waited for once the others have answered.
  private long grace() {
    return patience / 8;
  }

  /// Whether the only node that is left brings nothing new.
  private boolean isLastUnneeded() {
    return waiting == 1 && shares.size() > 1 && losses.areCovered();
  }

  private void handle(Arrival arrival) {
    switch (arrival) {
      case Arrival.Message message -> decode(message);
      case Arrival.Ended ended -> end(ended.share());
      case Arrival.Failed failed -> fail(failed.share(), Failures.describe(failed.cause()));
      case Arrival.OverQuota over -> throw quota.exceeded();
    }
  }

  /// Gives up on the nodes that were asked too long ago.
  private void giveUp() {
    long now = System.nanoTime();
    long eldest = now;
    boolean unneeded = isLastUnneeded() && now - heard >= grace();
    for (NodeShare share : shares) {
      if (!share.isDone() && (unneeded || now - share.asked() >= patience)) {
        share.cancel();
        fail(share, unneeded ? "did not answer when the others did" : "did not answer");
      } else if (!share.isDone() && share.asked() - eldest < 0) {
        eldest = share.asked();
      }
    }
    oldest = eldest;
  }

  private void decode(Arrival.Message message) {
    NodeShare share = message.share();
    Response response = message.response();
    CopAnswer answer;
    try {
      share.worked(WorkTime.of(response));
      answer = CopAnswer.decode(response, types);
    } catch (WireException e) {
      share.cancel();
      fail(share, "answered nonsense: " + e.getMessage());
      return;
    }
    accept(share, answer, response.getData().size(), message.last(), message.at());
  }

  private void accept(NodeShare share, CopAnswer answer, long bytes, boolean last, long at) {
    switch (answer) {
      case CopAnswer.Rows rows -> rows(share, rows, bytes, last, at);
      case CopAnswer.DatumRows datums ->
          fail(share, "answered in an encoding that nobody asked for");
      case CopAnswer.TooLarge large when NodeCalls.canStream(share) ->
          calls.stream(share, share.sameOf(dispatch.streamed(context, share.node())));
      case CopAnswer.TooLarge large -> throw quota.exceeded();
      case CopAnswer.StatementError error ->
          throw new SqlException(error.code(), error.message(), null);
      case CopAnswer.Refused refused -> {
        context.limits().check();
        fail(share, "refused: " + refused.reason());
      }
      case CopAnswer.WrongStore wrong ->
          fail(share, "is store " + wrong.actual() + " now, not store " + wrong.requested());
    }
  }

  private void rows(NodeShare share, CopAnswer.Rows rows, long bytes, boolean last, long at) {
    for (Batch batch : rows.batches()) {
      if (bytes == 0) {
        quota.hold(batch.size());
      }
      ready.add(batch);
    }
    share.received(rows, bytes, at);
    rows.warnings().forEach(warning -> context.warn().accept(warning.code(), warning.message()));
    if (last) {
      end(share);
    } else {
      paused.add(share);
    }
  }

  private void end(NodeShare share) {
    ended(share, Optional.empty());
  }

  private void ended(NodeShare share, Optional<String> failure) {
    share.end();
    waiting--;
    heard = System.nanoTime();
    share.note(context.calls(), failure.isPresent());
    context.analysis().ifPresent(analysis -> analysis.add(gather, share.run(failure)));
  }

  private void fail(NodeShare share, String why) {
    NodeInfo info = share.node().info();
    String missing =
        share.rows() == 0
            ? "its rows are missing"
            : "its rows after the first " + share.rows() + " are missing";
    String what =
        "%s %s (%s) %s, after %d ms"
            .formatted(
                info.kind().text(), info.instance(), info.id(), why, share.elapsed().toMillis());
    ended(share, Optional.of(why));
    losses.lost(what, missing);
  }

  @Override
  public void close() {
    shares.stream().filter(share -> !share.isDone()).forEach(NodeShare::cancel);
    waiting = 0;
    ready.clear();
    paused.clear();
  }
}
