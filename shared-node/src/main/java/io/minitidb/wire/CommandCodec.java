package io.minitidb.wire;

import io.minitidb.proto.tipb.ExecType;
import io.minitidb.proto.tipb.Executor;
import io.minitidb.proto.tipb.Kill;
import io.minitidb.proto.tipb.ServerVar;
import io.minitidb.proto.tipb.SetPhase;
import io.minitidb.proto.tipb.SetServerVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The executors that are commands.
final class CommandCodec {
  private CommandCodec() {}

  static Executor encode(Command command) {
    Executor.Builder message = Executor.newBuilder().setExecutorId("");
    return switch (command) {
      case Command.Kill kill ->
          message
              .setTp(ExecType.TypeKill)
              .setKill(Kill.newBuilder().setConnID(kill.connection()).setQuery(kill.queryOnly()))
              .build();
      case Command.Check check ->
          set(
              message,
              variables(check.values())
                  .setPhase(SetPhase.SetCheck)
                  .addAllBefore(pairs(check.before())),
              check.changed());
      case Command.Apply apply ->
          set(
              message,
              variables(apply.values()).setPhase(SetPhase.SetApply).setRevision(apply.revision()),
              List.of());
    };
  }

  private static Executor set(
      Executor.Builder message, SetServerVar.Builder variables, List<String> changed) {
    changed.stream().findFirst().ifPresent(variables::setVariableName);
    return message
        .setTp(ExecType.TypeSetServerVar)
        .setSetServerVar(variables.addAllChanged(changed))
        .build();
  }

  /// In the order of their keys, so that the same values are the same bytes.
  private static SetServerVar.Builder variables(Map<String, String> values) {
    return SetServerVar.newBuilder().addAllValues(pairs(values));
  }

  private static List<ServerVar> pairs(Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(pair ->
                ServerVar.newBuilder().setKey(pair.getKey()).setValue(pair.getValue()).build())
            .toList();
  }

  /// Returns the command that the executors are, or empty when they are a plan.
  ///
  /// @throws WireException for a command that is not alone or that lacks its phase
  static Optional<Command> decode(List<Executor> executors) {
    if (executors.isEmpty()) {
      return Optional.empty();
    }
    Executor first = executors.getFirst();
    if (first.getTp() != ExecType.TypeKill && first.getTp() != ExecType.TypeSetServerVar) {
      return Optional.empty();
    }
    if (executors.size() > 1) {
      throw new WireException("a command must be the only executor of its request");
    }
    return Optional.of(
        first.getTp() == ExecType.TypeKill
            ? new Command.Kill(first.getKill().getConnID(), first.getKill().getQuery())
            : set(first.getSetServerVar()));
  }

  private static Map<String, String> map(List<ServerVar> pairs) {
    Map<String, String> values = new TreeMap<>();
    pairs.forEach(each -> values.put(each.getKey(), each.getValue()));
    return values;
  }

  private static Command set(SetServerVar message) {
    Map<String, String> values = map(message.getValuesList());
    return switch (message.getPhase()) {
      case SetCheck ->
          new Command.Check(map(message.getBeforeList()), values, message.getChangedList());
      case SetApply -> new Command.Apply(message.getRevision(), values);
      case SetNow ->
          throw new WireException(
              "a variable is not set on one node alone by a bare SetServerVar; use SET CONFIG");
    };
  }
}
