package io.minitidb.tikv;

import io.grpc.ManagedChannel;
import io.minitidb.config.ConfigLoader;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.log.Logging;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CommandRows;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A store that runs, with the log in a file, asked and configured by gRPC as other nodes do.
final class RunningStore implements AutoCloseable {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final int PROFILE_SECONDS = 1;

  private final MemTables tables = MemTables.load();
  private final Path directory;
  private final FakePd pd = new FakePd();
  private final TikvServer server;
  private final ManagedChannel channel;
  private long revision;

  RunningStore(Path directory, Map<String, String> items) throws IOException, InterruptedException {
    this.directory = directory;
    Map<String, String> flags = new HashMap<>(items);
    flags.put("storage.data-dir", data().toString());
    flags.put("server.addr", "127.0.0.1:0");
    flags.put("server.status-addr", "127.0.0.1:0");
    flags.put("pd.endpoints", pd.address());
    flags.put("log.file", log().toString());
    ConfigLoader.Loaded<TikvConfig> loaded = Defaults.load(flags);
    Logging.configure(loaded.config().log());
    server = TikvServer.start(loaded);
    channel = Channels.open(server.node().address());
  }

  Path data() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("tikv.log");
  }

  HostPort statusAddress() {
    return server.node().statusAddress();
  }

  ManagedChannel channel() {
    return channel;
  }

  FakePd pd() {
    return pd;
  }

  /// Returns a scan of some columns of a table.
  Dag scan(String table, String... columns) {
    TableInfo info = tables.find(table).orElseThrow().info();
    List<Integer> indexes = Stream.of(columns).map(info::indexOf).toList();
    return Dag.scan(
        new Operator.MemTableScan(
            table,
            indexes,
            indexes.stream().map(index -> info.columns().get(index).type()).toList()));
  }

  /// Returns the types of a table's columns, none when there is no such table.
  List<Type> types(String table) {
    return tables
        .find(table)
        .map(found -> found.info().columns().stream().map(TableInfo.ColumnInfo::type).toList())
        .orElse(List.of());
  }

  /// Sends a request as it is.
  Response raw(Request request) {
    return TikvGrpc.newBlockingStub(channel)
        .withDeadlineAfter(MINUTE.toSeconds(), TimeUnit.SECONDS)
        .coprocessor(request);
  }

  /// Returns one column of a table, a text of each row.
  List<String> column(String table, String column) {
    List<String> values = new ArrayList<>();
    if (ask(scan(table, column), MINUTE) instanceof CopAnswer.Rows rows) {
      for (Batch batch : rows.batches()) {
        Vector vector = batch.columns().getFirst();
        for (int row = 0; row < batch.rows(); row++) {
          values.add(
              vector.type().kind() == Kind.INT
                  ? Long.toString(vector.getLong(row))
                  : vector.getString(row));
        }
      }
    }
    return values;
  }

  CopAnswer ask(Dag dag, Duration deadline) {
    CopRequest request =
        new CopRequest(
            dag, User.INTERNAL, ZoneOffset.UTC, deadline, 0, AnswerForm.WHOLE, PROFILE_SECONDS, 0);
    return CopAnswer.decode(
        TikvGrpc.newBlockingStub(channel).coprocessor(request.encode()), dag.output());
  }

  /// Makes `values` all that SQL has set; returns why not, if it was refused.
  Optional<String> set(Map<String, String> values) {
    CommandRequest request =
        new CommandRequest(new Command.Apply(++revision, values), User.INTERNAL, MINUTE);
    CopAnswer answer =
        CopAnswer.decode(
            TikvGrpc.newBlockingStub(channel).coprocessor(request.encode()), CommandRows.APPLIED);
    Batch row = ((CopAnswer.Rows) answer).batches().getFirst();
    return row.columns().get(1).isNull(0)
        ? Optional.empty()
        : Optional.of(row.columns().get(1).getString(0));
  }

  /// Returns the options that RocksDB itself has written down, those of the column families with
  /// their names in front.
  Map<String, String> options() throws IOException {
    Path latest;
    try (Stream<Path> files = Files.list(data())) {
      latest =
          files
              .filter(file -> file.getFileName().toString().startsWith("OPTIONS-"))
              .max(Comparator.comparing(Path::getFileName))
              .orElseThrow();
    }
    Map<String, String> options = new HashMap<>();
    String section = "";
    for (String line : Files.readAllLines(latest)) {
      if (line.startsWith("[")) {
        section = line.contains("CFOptions") ? line.split("\"", -1)[1] + "." : "";
      } else if (line.contains("=")) {
        options.put(section + line.substring(0, line.indexOf('=')).strip(), after(line));
      }
    }
    return options;
  }

  private static String after(String line) {
    return line.substring(line.indexOf('=') + 1).strip();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
    pd.close();
  }
}
