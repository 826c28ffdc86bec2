package io.minitidb.coprocessor;

import io.minitidb.config.Configurable;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CommandRows;
import io.minitidb.wire.CopAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out commands on this node, if the user may give them.
record CommandRunner(NodeContext node) {

  /// Answers rows, or what is wrong with the command.
  CopAnswer run(CommandRequest request) {
    try {
      return switch (request.command()) {
        case Command.Kill kill -> kill(kill, request.user());
        case Command.Check check -> check(check, request.user());
        case Command.Apply apply -> apply(apply, request.user());
      };
    } catch (EvalException e) {
      return new CopAnswer.StatementError(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private CopAnswer kill(Command.Kill kill, User user) {
    return node.source(Kills.class)
        .<CopAnswer>map(kills -> {
          kills.kill(kill.connection(), kill.queryOnly(), user);
          return new CopAnswer.Rows(List.of(), List.of(), List.of());
        })
        .orElseGet(() -> new CopAnswer.Refused("this node has no connections"));
  }

  private CopAnswer check(Command.Check check, User user) {
    mayConfigure(user);
    return node.source(Configurable.class)
        .<CopAnswer>map(config ->
            rows(
                CommandRows.CHECKED,
                config.check(check.before(), check.values(), check.changed()).stream()
                    .map(each ->
                        Arrays.<@Nullable String>asList(
                            each.key(),
                            each.before().orElse(null),
                            each.after().orElse(null),
                            each.refusal().orElse(null)))
                    .toList()))
        .orElseGet(CommandRunner::notConfigurable);
  }

  private CopAnswer apply(Command.Apply apply, User user) {
    mayConfigure(user);
    return node.source(Configurable.class)
        .<CopAnswer>map(config -> {
          Configurable.Applied applied = config.apply(apply.revision(), apply.values());
          return rows(
              CommandRows.APPLIED,
              List.of(
                  Arrays.<@Nullable String>asList(
                      Long.toString(applied.revision()), applied.failure().orElse(null))));
        })
        .orElseGet(CommandRunner::notConfigurable);
  }

  /// Who may set a variable or an item asks for it; which of both it is was checked where the
  /// statement was given.
  private static void mayConfigure(User user) {
    if (!user.may(Privilege.CONFIG)
        && !user.may(Privilege.SYSTEM_VARIABLES_ADMIN)
        && !user.may(Privilege.SUPER)) {
      throw AccessDenied.needs(Privilege.CONFIG);
    }
  }

  private static CopAnswer notConfigurable() {
    return new CopAnswer.Refused("the configuration of this node cannot be changed yet");
  }

  private static CopAnswer rows(List<Type> types, List<List<@Nullable String>> rows) {
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < types.size(); column++) {
      VectorBuilder out = new VectorBuilder(types.get(column), rows.size());
      for (List<@Nullable String> row : rows) {
        out.appendString(row.get(column));
      }
      columns.add(out.build());
    }
    return new CopAnswer.Rows(List.of(new Batch(columns, rows.size())), List.of(), List.of());
  }
}
