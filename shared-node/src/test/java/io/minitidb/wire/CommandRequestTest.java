package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.tipb.DAGRequest;
import io.minitidb.proto.tipb.ExecType;
import io.minitidb.proto.tipb.Executor;
import io.minitidb.proto.tipb.SetServerVar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandRequestTest {
  private final RequestDecoder decoder = new RequestDecoder();

  static Stream<Command> commands() {
    return Stream.of(
        new Command.Kill(2097154, true),
        new Command.Kill(-1, false),
        new Command.Check(Map.of("a", "1", "log.level", "'"), List.of("log.level", "b")),
        new Command.Check(Map.of(), List.of()),
        new Command.Apply(12, Map.of("a", "")),
        new Command.Apply(Long.MAX_VALUE, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandArrivesAsItWasSent(Command command) {
    CommandRequest request =
        new CommandRequest(
            command,
            new User("u", "h", Set.of(Privilege.CONFIG, Privilege.CONNECTION_ADMIN)),
            Duration.ofMillis(1500));
    assertThat(decoder.decode(request.encode())).isEqualTo(request);
  }

  private void refused(String why, Executor... executors) {
    Request request =
        Request.newBuilder()
            .setTp(103)
            .setData(
                DAGRequest.newBuilder().addAllExecutors(List.of(executors)).build().toByteString())
            .build();
    assertThatThrownBy(() -> decoder.decode(request))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCommandIsAloneAndHasItsPhase() {
    Executor kill = Executor.newBuilder().setTp(ExecType.TypeKill).build();
    Executor scan = Executor.newBuilder().setTp(ExecType.TypeMemTableScan).build();
    Executor bare =
        Executor.newBuilder()
            .setTp(ExecType.TypeSetServerVar)
            .setSetServerVar(
                SetServerVar.newBuilder().setVariableName("tidb_general_log").setVariableValue("1"))
            .build();
    refused("only executor", kill, scan);
    refused("TypeKill", scan, kill);
    refused("use SET CONFIG", bare);
  }
}
