package io.minitidb.tidb.sql;

import io.minitidb.desired.Edit;
import io.minitidb.desired.Scope;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.change.ClusterGlobals;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Companions;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionValues;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.session.Variable;
import io.minitidb.tidb.session.VariableType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What one SET does. Everything is checked when it is added; then the server's variables change
/// together, and after them those of the session, of which nothing can fail any more.
final class VariableAssignments {
  private final Session session;
  private final Map<String, Optional<String>> globals = new LinkedHashMap<>();
  private final List<Edit> cluster = new ArrayList<>();
  private final List<Runnable> own = new ArrayList<>();

  VariableAssignments(Session session) {
    this.session = session;
  }

  void add(Runnable assignment) {
    own.add(assignment);
  }

  /// @param value empty for DEFAULT
  /// @throws SqlException with MySQL's code for a variable or a value that is wrong
  void add(VariableName target, Optional<Literal> value) {
    if (target.scope() == VariableName.Scope.CLUSTER) {
      addOfCluster(target.name(), value);
      return;
    }
    Variable variable = SystemVariables.known(target.name());
    switch (target.scope()) {
      case NONE, SESSION -> {
        SessionValues.check(variable);
        Optional<String> taken = value.map(each -> take(variable, each));
        own.add(() -> session.set(variable, taken));
        companion(variable, taken)
            .ifPresent(with ->
                own.add(() ->
                    session.set(
                        with.variable(), taken.isEmpty() ? taken : Optional.of(with.value()))));
      }
      case GLOBAL, PERSIST -> {
        session.checkMaySetGlobal(variable);
        Optional<String> taken = value.map(each -> take(variable, each));
        globals.put(variable.name(), taken);
        companion(variable, taken)
            .ifPresent(with ->
                globals.put(
                    with.variable().name(), taken.isEmpty() ? taken : Optional.of(with.value())));
      }
      case CLUSTER -> throw new IllegalStateException("not of one server");
      case PERSIST_ONLY ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'SET PERSIST_ONLY'; SET GLOBAL keeps"
                  + " the value as well");
    }
  }

  /// DEFAULT of one is DEFAULT of both.
  private static Optional<Companions.Companion> companion(
      Variable variable, Optional<String> value) {
    return Companions.of(variable, value.orElse(variable.initial()));
  }

  /// @param name of a variable, or of an item after its kind: `tikv.log.level`
  private void addOfCluster(String name, Optional<Literal> value) {
    int dot = name.indexOf('.');
    Optional<NodeKind> kind = dot < 0 ? Optional.empty() : NodeKind.parse(name.substring(0, dot));
    String plain = VariableName.withoutKind(name);
    if (kind.isPresent() && SystemVariables.find(plain).isEmpty()) {
      ConfigStatements.mayConfigure(session);
      cluster.add(
          new Edit(
              Scope.all(kind.get()), name.substring(dot + 1), value.map(AssignedValue::notNull)));
      return;
    }
    Variable variable = SystemVariables.known(plain);
    session.checkMaySetGlobal(variable);
    Optional<String> taken = value.map(each -> take(variable, each));
    cluster.addAll(ClusterGlobals.edits(Map.of(variable.name(), taken)));
    if (variable.isInBothScopes()) {
      own.add(() -> session.set(variable, taken));
    }
  }

  /// Returns what it changes on nodes.
  List<Edit> edits() {
    List<Edit> all = new ArrayList<>(cluster);
    all.addAll(ClusterGlobals.edits(globals));
    return all;
  }

  private String take(Variable variable, Literal value) {
    VariableType.Taken taken =
        variable.take(
            value.kind() == Literal.Kind.NULL && !(variable.type() instanceof VariableType.Text)
                ? "NULL"
                : value.text());
    if (taken.clamped()) {
      own.add(() ->
          session
              .warnings()
              .add(
                  "Warning",
                  SqlError.TRUNCATED_VALUE.code(),
                  "Truncated incorrect " + variable.name() + " value: '" + value.text() + "'"));
    }
    return taken.value();
  }

  /// Returns what makes the assignments when all are the session's own.
  Optional<Runnable> own() {
    return cluster.isEmpty() && globals.isEmpty()
        ? Optional.of(() -> own.forEach(Runnable::run))
        : Optional.empty();
  }

  /// @param clusterChanges makes a change that names the cluster
  /// @throws SqlException when the server's variables cannot be changed; then nothing has
  void run(GlobalChanges changes, Consumer<List<Edit>> clusterChanges) {
    if (!cluster.isEmpty()) {
      clusterChanges.accept(edits());
    } else if (!globals.isEmpty()) {
      changes.set(session, globals);
    }
    own.forEach(Runnable::run);
  }
}
