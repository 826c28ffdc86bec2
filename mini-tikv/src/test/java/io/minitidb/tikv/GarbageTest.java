package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.log.Logging;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.HistoryShare;
import io.minitidb.proto.coprocessor.HistoryShares;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.tipb.SelectResponse;
import io.minitidb.wire.CopRequest;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is sent to the coprocessor, the answer is rows or an error that says what is wrong, in
/// bounded time, and the store lives on. `-Dgarbage.rounds=100000` is the long form.
@SuppressWarnings("NullAway.Init")
class GarbageTest {
  private static final int ROUNDS = Integer.getInteger("garbage.rounds", 400);
  private static final List<String> TABLES =
      List.of(
          "node_info",
          "cluster_node_infos",
          "cluster_load",
          "cluster_load_history",
          "cluster_processes_history",
          "node_info_history",
          "cluster_history_copies",
          "cluster_rocksdb",
          "cluster_rocksdb_history",
          "cluster_coprocessor_slow_requests_history",
          "coprocessor_requests",
          "tikv_infos");
  private static final List<Type> TYPES =
      List.of(
          Type.BIGINT,
          Type.UNSIGNED_BIGINT,
          Type.DOUBLE,
          Type.decimal(20, 3),
          Type.varchar(20),
          Type.datetime(6),
          Type.timestamp(0),
          Type.time(3),
          Type.JSON);

  private static RunningStore store;

  @BeforeAll
  static void open(@TempDir Path directory) throws Exception {
    store = new RunningStore(directory, Map.of("node.sample-interval", "10ms"));
  }

  @AfterAll
  static void close() {
    store.close();
    Logging.toConsole("info");
  }

  @Test
  void garbageGetsAPreciseErrorAndTheStoreLivesOn() {
    long seed = Long.getLong("garbage.seed", System.nanoTime());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Request request = request(new Random(seed + round));
      try {
        refused += check(store.raw(request)) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dgarbage.seed=" + (seed + round) + ": " + request, e);
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    assertThat(store.column("cluster_node_infos", "id")).hasSize(1);
  }

  /// @return whether it is an error
  private static boolean check(Response response) throws StatusRuntimeException {
    String error =
        response.hasRegionError()
            ? response.getRegionError().getMessage()
            : response.getOtherError();
    try {
      SelectResponse select = SelectResponse.parseFrom(response.getData());
      error += select.getError().getMsg();
      assertThat(select.hasError() && error.isEmpty()).isFalse();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError("an answer that cannot be read", e);
    }
    assertThat(error).doesNotContain("java.").doesNotContain("Exception");
    return !error.isEmpty();
  }

  private static Request request(Random random) {
    Request request =
        switch (random.nextInt(6)) {
          case 0 -> Request.newBuilder().setTp(103).setData(bytes(random, 200)).build();
          case 1 -> damaged(encoded(plan(random), random), random);
          default -> encoded(plan(random), random);
        };
    return random.nextInt(5) == 0 ? odd(request.toBuilder(), random) : request;
  }

  private static Request encoded(Dag dag, Random random) {
    return new CopRequest(
            dag, User.INTERNAL, ZoneOffset.UTC, RunningStore.MINUTE, random.nextInt(9) / 8)
        .encode();
  }

  private static ByteString bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static Request damaged(Request request, Random random) {
    byte[] bytes = request.getData().toByteArray();
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return request.toBuilder().setData(ByteString.copyFrom(bytes, 0, length)).build();
  }

  /// Changes what stands beside the plan.
  private static Request odd(Request.Builder request, Random random) {
    long number = random.nextBoolean() ? random.nextLong() : random.nextInt(3) - 1;
    return switch (random.nextInt(6)) {
      case 0 -> request.setTp(number).build();
      case 1 -> request.setMaxAnswerBytes(number).build();
      case 2 -> request.setContext(Context.newBuilder().setMaxExecutionDurationMs(number)).build();
      case 3 -> request.setContext(Context.newBuilder().setRegionId(number)).build();
      case 4 -> request.setConnectionId(number).build();
      default ->
          request
              .setHistory(
                  HistoryShares.newBuilder()
                      .addShares(
                          HistoryShare.newBuilder()
                              .setOrigin(random.nextInt(4) - 1)
                              .setFrom(random.nextLong())
                              .setTo(random.nextLong())))
              .build();
    };
  }

  private static Dag plan(Random random) {
    String table = random.nextInt(20) == 0 ? "no_such_table" : pick(TABLES, random);
    List<Type> types = new ArrayList<>();
    Dag dag = scan(table, types, random);
    for (int i = random.nextInt(4); i > 0; i--) {
      Operator next =
          switch (random.nextInt(5)) {
            case 0 -> new Operator.Limit(limit(random));
            case 1 ->
                new Operator.TopN(
                    List.of(new SortKey(expr(types, 3, random), random.nextBoolean())),
                    limit(random));
            case 2 -> new Operator.Projection(List.of(expr(types, 3, random)));
            case 3 ->
                new Operator.Aggregation(
                    random.nextBoolean() ? List.of() : List.of(expr(types, 1, random)),
                    List.of(
                        new AggCall(
                            AggFunction.COUNT,
                            List.of(expr(types, 1, random)),
                            random.nextBoolean(),
                            Type.BIGINT)));
            default -> new Operator.Selection(List.of(condition(types, random)));
          };
      dag = dag.then(next);
      types = new ArrayList<>(next.output(types));
    }
    return dag;
  }

  /// Mostly columns that there are, of their own types.
  private static Dag scan(String table, List<Type> types, Random random) {
    List<Type> real = store.types(table);
    List<Integer> columns = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      boolean wrong = real.isEmpty() || random.nextInt(15) == 0;
      int column = wrong ? random.nextInt(40) : random.nextInt(real.size());
      columns.add(column);
      types.add(
          column >= real.size() || random.nextInt(15) == 0
              ? pick(TYPES, random)
              : real.get(column));
    }
    return Dag.scan(new Operator.MemTableScan(table, columns, types));
  }

  private static long limit(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> -1;
      case 2 -> 1L << random.nextInt(63);
      default -> random.nextInt(100);
    };
  }

  private static Expr condition(List<Type> types, Random random) {
    Expr inner = comparison(types, random);
    int depth = random.nextInt(10) == 0 ? random.nextInt(600) : random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      inner =
          new Expr.Call(
              Functions.get(random.nextBoolean() ? "and" : "or", Kind.INT),
              List.of(
                  inner,
                  inner instanceof Expr.Call && depth > 20 ? one() : comparison(types, random)),
              Type.BOOLEAN);
    }
    return inner;
  }

  private static Expr one() {
    return Expr.Constant.of(1, Type.BIGINT);
  }

  private static Expr comparison(List<Type> types, Random random) {
    Expr left = expr(types, 2, random);
    Expr right = random.nextBoolean() ? left : expr(types, 2, random);
    Kind kind = left.type().kind();
    if (right.type().kind() != kind) {
      right = left;
    }
    return new Expr.Call(
        Functions.get(pick(List.of("lt", "le", "gt", "ge", "eq", "ne"), random), kind),
        List.of(left, right),
        Type.BOOLEAN);
  }

  private static Expr expr(List<Type> types, int depth, Random random) {
    if (types.isEmpty() || random.nextInt(4) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Expr.Constant.of(random.nextLong(), Type.BIGINT);
        case 1 -> Expr.Constant.of(random.nextDouble() * 1e300);
        case 2 -> Expr.Constant.ofNull(pick(TYPES, random));
        default -> Expr.Constant.of("x".repeat(random.nextInt(50)));
      };
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      Expr left = expr(types, depth - 1, random);
      if (left.type().kind() == Kind.INT || left.type().kind() == Kind.REAL) {
        return new Expr.Call(
            Functions.get(pick(List.of("plus", "minus"), random), left.type().kind()),
            List.of(left, left),
            left.type());
      }
    }
    int column = random.nextInt(types.size());
    return new Expr.ColumnRef(column, types.get(column));
  }

  private static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
