package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.tables.NamedValues.Status;
import io.minitidb.tidb.tables.NamedValues.Variables;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// System variables and status counters, of the server and of the session that asks:
/// `global_variables`, `session_variables`, `global_status` and `session_status`, in
/// information_schema as in TiDB and in performance_schema as in MySQL 8. Those of the server have
/// twins for the cluster, `server_variables_cluster` of the prototype among them.
@AutoService(MemTableGroup.class)
public final class ValueTables implements MemTableGroup {
  private static final List<Column<Map.Entry<String, String>>> COLUMNS =
      List.of(
          Column.text("VARIABLE_NAME", 64, Map.Entry::getKey),
          Column.text("VARIABLE_VALUE", 1024, Map.Entry::getValue));

  @Override
  public List<Definition<?>> definitions() {
    return List.of(
        of(
            named("global_variables")
                .clusterTwin()
                .twin("server_variables_cluster", Definition.Form.NODE_ID),
            context -> context.source(Variables.class).global()),
        of(named("global_status").clusterTwin(), context -> context.source(Status.class).global()),
        of(named("session_variables"), ValueTables::sessionVariables),
        of(named("session_status"), ValueTables::sessionStatus),
        ofPerformanceSchema(
            "global_variables", context -> context.source(Variables.class).global()),
        ofPerformanceSchema("global_status", context -> context.source(Status.class).global()),
        ofPerformanceSchema("session_variables", ValueTables::sessionVariables),
        ofPerformanceSchema("session_status", ValueTables::sessionStatus));
  }

  private static Definition.Naming named(String name) {
    return Definition.named(name, NodeKind.TIDB);
  }

  private static Definition<?> of(
      Definition.Naming naming, Function<ScanContext, Map<String, String>> values) {
    return naming.ignoringCase(COLUMNS, context -> List.copyOf(values.apply(context).entrySet()));
  }

  private static Definition<?> ofPerformanceSchema(
      String name, Function<ScanContext, Map<String, String>> values) {
    return named(name)
        .in("performance_schema")
        .ignoringCase(
            List.of(COLUMNS.getFirst().notNull(), COLUMNS.getLast()),
            context -> List.copyOf(values.apply(context).entrySet()));
  }

  private static Map<String, String> sessionVariables(ScanContext context) {
    return context.source(Variables.class).ofConnection(context.connection());
  }

  private static Map<String, String> sessionStatus(ScanContext context) {
    return context.source(Status.class).ofConnection(context.connection());
  }
}
