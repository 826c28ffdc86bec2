package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.RunningRequests;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.Sessions.Connection;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// `processlist`, and the prototype's `processlist_cluster`: the connections of a mini-tidb;
/// without PROCESS only those of one's own. What it runs for other mini-tidbs is there too, with
/// the command `Coprocessor` and the id of the connection that asked for it, but not those parts of
/// statements that only read this list. TIME is seconds in the present command. MEM is what the
/// statement holds of its quota now; nothing is ever spilled (DISK), and CPU time is not counted
/// for single statements.
@AutoService(MemTable.class)
public final class Processlist implements MemTable {
  private static final String NAME = "processlist";
  private static final String CLUSTER = "cluster_processlist";
  private static final String PROTOTYPE = "processlist_cluster";
  private static final Set<String> ALL = Set.of(NAME, CLUSTER, PROTOTYPE);
  private static final Type COUNTER = Type.bigint(21).asUnsigned();

  private record Row(Connection connection, long seconds) {}

  @Override
  public Definition<?> definition() {
    return Definition.named(NAME, NodeKind.TIDB)
        .twin(CLUSTER, Definition.Form.INSTANCE)
        .twin(PROTOTYPE, Definition.Form.NODE_ID)
        .of(
            List.of(
                Column.<Row>bigint("ID", COUNTER, row -> row.connection().id()),
                Column.<Row>text("USER", 16, row -> row.connection().user()).notNull(),
                Column.<Row>text("HOST", 64, row -> row.connection().host()).notNull(),
                Column.text("DB", 64, row -> row.connection().database().orElse(null)),
                Column.<Row>text("COMMAND", 16, row -> row.connection().command()).notNull(),
                Column.bigint("TIME", new Type(TypeCode.INT, false, 7, 0), Row::seconds),
                Column.text("STATE", 64, row -> row.connection().state()),
                Column.text(
                    "INFO", Type.LONGTEXT, row -> row.connection().statement().orElse(null)),
                Column.text(
                    "DIGEST",
                    64,
                    row -> row.connection().work().map(Sessions.Work::digest).orElse(null)),
                work("MEM", Sessions.Work::memory),
                work("DISK", none -> 0),
                Column.<Row>text("TxnStart", 64, row -> "").notNull(),
                Column.<Row>text("RESOURCE_GROUP", 32, row -> "default").notNull(),
                Column.<Row>text("SESSION_ALIAS", 64, row -> "").notNull(),
                work("ROWS_AFFECTED", Sessions.Work::rowsAffected),
                Column.bigint("TIDB_CPU", Type.bigint(21), row -> 0),
                Column.bigint("TIKV_CPU", Type.bigint(21), row -> 0)),
            context ->
                Stream.concat(
                        context.source(Sessions.class).all().stream(),
                        context.source(RunningRequests.class).all().stream()
                            .filter(request -> !ALL.contains(request.table()))
                            .map(Processlist::part))
                    .filter(s -> context.user().sees(s.user()))
                    .map(s ->
                        new Row(
                            s, Math.max(0, Duration.between(s.since(), context.now()).toSeconds())))
                    .toList());
  }

  private static Connection part(RunningRequests.Request request) {
    return new Connection(
        request.connection(),
        request.user().name(),
        request.user().host(),
        Optional.empty(),
        "Coprocessor",
        request.since(),
        "",
        Optional.of("scan of " + request.table()));
  }

  private static Column<Row> work(String name, ToLongFunction<Sessions.Work> value) {
    return Column.<Row>bigint(
            name, COUNTER, row -> row.connection().work().map(value::applyAsLong).orElse(0L))
        .orNull();
  }
}
