package io.minitidb.tidb.exec;

import io.minitidb.cop.exec.Dag;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeConditions;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a plan is sent to and the bytes that are sent. Both are worked out once and kept for the
/// next execution, until the cluster or what the session wants changes. Thread-safe.
public final class Dispatch {
  /// A first answer larger than this comes as a stream. Enough for a few thousand rows; small
  /// enough that a thousand nodes' first answers are no burden.
  private static final long FIRST_ANSWER = 1L << 20;

  private final NodeChoice choice;
  private final Dag dag;
  private volatile @Nullable Known known;
  private volatile @Nullable Sent sent;

  public Dispatch(NodeChoice choice, Dag dag) {
    this.choice = choice;
    this.dag = dag;
  }

  /// A node with the request for it.
  record Target(Topology.Node node, Request request) {}

  /// What the targets depend on.
  private record Key(
      List<Topology.Node> nodes,
      User user,
      ZoneId zone,
      Duration timeout,
      AnswerForm form,
      int profileSeconds) {

    /// The lists of nodes are compared by identity: comparing a thousand nodes would take longer
    /// than it saves.
    @SuppressWarnings("ReferenceEquality")
    boolean is(Key other) {
      return nodes == other.nodes
          && user.equals(other.user)
          && zone.equals(other.zone)
          && timeout.equals(other.timeout)
          && form.equals(other.form)
          && profileSeconds == other.profileSeconds;
    }
  }

  private record Known(Key key, List<Target> targets) {}

  /// What was sent last, which says on which connection the statement ran.
  private record Sent(Known known, long connection, List<Target> targets) {}

  TableInfo table() {
    return choice.table();
  }

  /// Returns the moments of the table that are read.
  TimeRanges times(ExecContext context) {
    return TimeConditions.of(choice.table(), dag, context.eval().zone());
  }

  /// Returns the request for the connected node itself.
  CopRequest local(ExecContext context) {
    return request(context, 0, FIRST_ANSWER, context.limits().ownTime());
  }

  /// Returns the request for a stream of rows. The node works as long as its rows are taken.
  Request streamed(ExecContext context, Topology.Node node) {
    CopRequest request = request(context, node.storeId(), first(context));
    return new CopRequest(
            dag,
            request.user(),
            request.zone(),
            NodeCalls.streamLimit(context),
            node.storeId(),
            request.form(),
            request.profileSeconds(),
            context.eval().session().connectionId())
        .encode();
  }

  private CopRequest request(ExecContext context, long storeId, long maxBytes) {
    return request(context, storeId, maxBytes, context.limits().nodeTimeout());
  }

  private CopRequest request(ExecContext context, long storeId, long maxBytes, Duration deadline) {
    return new CopRequest(
        dag,
        context.user(),
        context.eval().zone(),
        deadline,
        storeId,
        new AnswerForm(maxBytes, context.analysis().isPresent()),
        context.limits().profileSeconds(),
        0);
  }

  /// Returns `context` with as much patience as the tables of this plan need.
  public ExecContext patient(ExecContext context) {
    return context.patientFor(dag);
  }

  List<Target> targets(ExecContext context) {
    List<Topology.Node> nodes = context.topology().nodes();
    long first = first(context);
    CopRequest model = request(context, 0, first);
    Key key =
        new Key(
            nodes,
            model.user(),
            model.zone(),
            model.deadline(),
            model.form(),
            model.profileSeconds());
    Known last = known;
    if (last == null || !last.key().is(key)) {
      last = new Known(key, work(context, first));
      known = last;
    }
    return numbered(last, context.eval().session().connectionId());
  }

  /// Several connections share a plan, and the number of the connection stands beside it.
  @SuppressWarnings("ReferenceEquality") // what is known is replaced, not changed
  private List<Target> numbered(Known targets, long connection) {
    Sent last = sent;
    if (last == null || last.known() != targets || last.connection() != connection) {
      last =
          new Sent(
              targets,
              connection,
              targets.targets().stream()
                  .map(target ->
                      new Target(
                          target.node(),
                          target.request().toBuilder().setConnectionId(connection).build()))
                  .toList());
      sent = last;
    }
    return last.targets();
  }

  private static long first(ExecContext context) {
    int nodes = Math.max(1, context.topology().nodes().size());
    return Math.clamp(context.limits().quota().limit() / (4L * nodes), 4L << 10, FIRST_ANSWER);
  }

  private List<Target> work(ExecContext context, long first) {
    // Nodes that are no stores all get the same bytes.
    Request plain = request(context, 0, first).encode();
    // A mini-pd is asked by HTTP, in one message.
    Request whole = request(context, 0, AnswerForm.WHOLE.maxBytes()).encode();
    return choice.choose(dag, context.topology(), context.eval()).stream()
        .map(node ->
            new Target(
                node,
                switch (node.info().kind()) {
                  case TIDB -> plain;
                  case PD -> whole;
                  case TIKV -> request(context, node.storeId(), first).encode();
                }))
        .toList();
  }
}
