package io.minitidb.wire;

import com.google.protobuf.CodedInputStream;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.HistoryShares;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import io.minitidb.profile.Profiler;
import io.minitidb.proto.coprocessor.HistoryShare;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.tipb.ChunkMemoryLayout;
import io.minitidb.proto.tipb.DAGRequest;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.Endian;
import io.minitidb.proto.tipb.UserIdentity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A plan for a node with what it must know of the session.
///
/// @param deadline how long the node may work
/// @param storeId the store that must answer; 0 for a node that is none
/// @param form how large the answer may be, and whether operators are counted
/// @param profileSeconds over which profiles are taken when no condition says
/// @param connection the id of the client's connection that the statement runs on; 0 for work that
///   no client asked for
/// @param history the parts of a history that the node answers, empty for all that it has
public record CopRequest(
    Dag dag,
    User user,
    ZoneId zone,
    Duration deadline,
    long storeId,
    AnswerForm form,
    int profileSeconds,
    long connection,
    Optional<HistoryShares> history)
    implements NodeRequest {
  static final int DAG = 103;
  private static final long SELECT_FLAGS = 32 + 2 + 64;
  private static final int MAX_DEPTH = 1000; // of nested messages, as in TiKV
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /// A request for all rows in one message.
  public CopRequest(Dag dag, User user, ZoneId zone, Duration deadline, long storeId) {
    this(dag, user, zone, deadline, storeId, AnswerForm.WHOLE);
  }

  /// A request of a session that did not choose how long a profile takes.
  public CopRequest(
      Dag dag, User user, ZoneId zone, Duration deadline, long storeId, AnswerForm form) {
    this(dag, user, zone, deadline, storeId, form, Profiler.DEFAULT_SECONDS, 0);
  }

  /// A request for all the history that a node has.
  public CopRequest(
      Dag dag,
      User user,
      ZoneId zone,
      Duration deadline,
      long storeId,
      AnswerForm form,
      int profileSeconds,
      long connection) {
    this(dag, user, zone, deadline, storeId, form, profileSeconds, connection, Optional.empty());
  }

  public Request encode() {
    int columns = dag.output().size();
    DAGRequest.Builder plan =
        DAGRequest.newBuilder()
            .addAllExecutors(
                ScopedValue.where(ExprCodec.ZONE, zone).call(() -> DagCodec.encode(dag, storeId)))
            .setTimeZoneName(zone.getId())
            .setTimeZoneOffset(zone.getRules().getOffset(Instant.now()).getTotalSeconds())
            .setFlags(SELECT_FLAGS)
            .setEncodeType(
                form.encoding() == AnswerForm.Encoding.CHUNK
                    ? EncodeType.TypeChunk
                    : EncodeType.TypeDefault)
            .setChunkMemoryLayout(ChunkMemoryLayout.newBuilder().setEndian(Endian.LittleEndian))
            .setCollectExecutionSummaries(form.summaries())
            .setProfileSeconds(profileSeconds)
            .setUser(identity(user));
    for (int i = 0; i < columns; i++) {
      plan.addOutputOffsets(i);
    }
    Request message =
        Request.newBuilder()
            .setTp(DAG)
            .setData(plan.build().toByteString())
            .setContext(
                Context.newBuilder().setMaxExecutionDurationMs(Math.max(1, deadline.toMillis())))
            .setMaxAnswerBytes(form.maxBytes())
            .setConnectionId(connection)
            .build();
    return history.isEmpty() ? message : shared(message, history.get());
  }

  /// Returns `message`, an encoded request, for these parts of a history.
  public static Request shared(Request message, HistoryShares history) {
    io.minitidb.proto.coprocessor.HistoryShares.Builder shares =
        io.minitidb.proto.coprocessor.HistoryShares.newBuilder();
    for (HistoryShares.Share share : history.shares()) {
      shares.addShares(
          HistoryShare.newBuilder()
              .setOrigin(share.origin())
              .setFrom(share.from())
              .setTo(share.to()));
    }
    return message.toBuilder().setHistory(shares).build();
  }

  private static Optional<HistoryShares> history(Request message) {
    return message.hasHistory()
        ? Optional.of(
            new HistoryShares(
                message.getHistory().getSharesList().stream()
                    .map(share ->
                        new HistoryShares.Share(share.getOrigin(), share.getFrom(), share.getTo()))
                    .toList()))
        : Optional.empty();
  }

  /// @throws WireException for anything but a memtable plan
  public static CopRequest decode(Request message) {
    return decode(message, parse(message));
  }

  /// @throws WireException for what is no plan at all
  static DAGRequest parse(Request message) {
    if (message.getTp() != DAG) {
      throw new WireException("unsupported request type " + message.getTp());
    }
    if (message.getContext().getRegionId() != 0) {
      throw new WireException("a memory table request must not address a region");
    }
    try {
      CodedInputStream data = message.getData().newCodedInput();
      data.setRecursionLimit(MAX_DEPTH);
      DAGRequest plan = DAGRequest.parseFrom(data);
      data.checkLastTagWas(0);
      return plan;
    } catch (IOException e) {
      throw new WireException("the plan cannot be parsed: " + e.getMessage(), e);
    }
  }

  static CopRequest decode(Request message, DAGRequest plan) {
    ZoneId zone = zone(plan);
    return new CopRequest(
        ScopedValue.where(ExprCodec.ZONE, zone)
            .call(() ->
                chosen(DagCodec.decode(plan.getExecutorsList()), plan.getOutputOffsetsList())),
        user(plan),
        zone,
        deadline(message),
        plan.getExecutors(0).getMemTblScan().getStoreId(),
        new AnswerForm(
            message.getMaxAnswerBytes(), plan.getCollectExecutionSummaries(), encoding(plan)),
        plan.hasProfileSeconds() ? plan.getProfileSeconds() : Profiler.DEFAULT_SECONDS,
        message.getConnectionId(),
        history(message));
  }

  static User user(DAGRequest plan) {
    return new User(
        plan.getUser().getUserName(),
        plan.getUser().getUserHost(),
        Privilege.of(plan.getUser().getPrivileges()));
  }

  static UserIdentity identity(User user) {
    return UserIdentity.newBuilder()
        .setUserName(user.name())
        .setUserHost(user.host())
        .setPrivileges(Privilege.bits(user.privileges()))
        .build();
  }

  /// A sender whose words are the other way round cannot read chunks.
  private static AnswerForm.Encoding encoding(DAGRequest plan) {
    boolean chunks =
        plan.getEncodeType() == EncodeType.TypeChunk
            && plan.getChunkMemoryLayout().getEndian() == Endian.LittleEndian;
    if (plan.getEncodeType() != EncodeType.TypeChunk
        && plan.getEncodeType() != EncodeType.TypeDefault) {
      throw new WireException("rows are not sent in encoding " + plan.getEncodeType());
    }
    return chunks ? AnswerForm.Encoding.CHUNK : AnswerForm.Encoding.DATUM;
  }

  /// How long the node may work; it is in the message beside the plan.
  static Duration deadline(Request message) {
    long millis = message.getContext().getMaxExecutionDurationMs();
    return millis > 0 ? Duration.ofMillis(millis) : LONGEST;
  }

  /// Returns this request, whose plan `message` holds too, with what stands beside the plan there.
  CopRequest as(Request message) {
    return new CopRequest(
        dag,
        user,
        zone,
        deadline(message),
        storeId,
        new AnswerForm(message.getMaxAnswerBytes(), form.summaries(), form.encoding()),
        profileSeconds,
        message.getConnectionId(),
        history(message));
  }

  /// Output offsets other than 0, 1, 2, ... pick and reorder the columns of the last operator.
  private static Dag chosen(Dag dag, List<Integer> offsets) {
    List<Type> types = dag.output();
    if (offsets.isEmpty() || offsets.equals(IntStream.range(0, types.size()).boxed().toList())) {
      return dag;
    }
    if (offsets.stream().anyMatch(offset -> offset < 0 || offset >= types.size())) {
      throw new WireException("output offsets " + offsets + " of " + types.size() + " columns");
    }
    return dag.then(
        new Operator.Projection(
            offsets.stream()
                .<Expr>map(offset -> new Expr.ColumnRef(offset, types.get(offset)))
                .toList()));
  }

  private static ZoneId zone(DAGRequest plan) {
    try {
      return plan.getTimeZoneName().isEmpty() || plan.getTimeZoneName().equals("System")
          ? ZoneOffset.ofTotalSeconds(Math.toIntExact(plan.getTimeZoneOffset()))
          : ZoneId.of(plan.getTimeZoneName());
    } catch (DateTimeException | ArithmeticException e) {
      throw new WireException("unknown time zone '" + plan.getTimeZoneName() + "'", e);
    }
  }
}
