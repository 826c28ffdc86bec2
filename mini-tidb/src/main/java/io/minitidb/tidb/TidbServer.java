package io.minitidb.tidb;

import io.minitidb.config.ConfigLoader;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorService;
import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.Settings;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.probe.OshiProbe;
import io.minitidb.probe.Sampler;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.MetricsRoute;
import io.minitidb.server.NodeServer;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.session.SessionVariables;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.tables.Catalog;
import io.minitidb.tidb.tables.NamedValues;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.TopologyWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running mini-tidb. Opens in order: sampler, identity, status port, SQL port, registration;
/// closes in reverse.
public final class TidbServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TidbServer.class);

  private final Closer closer;
  private final NodeInfo node;

  private TidbServer(ConfigLoader.Loaded<TidbConfig> loaded, Closer closer)
      throws IOException, InterruptedException {
    this.closer = closer;
    TidbConfig config = loaded.config();
    Instant started = Instant.now();
    Path directory = Files.createDirectories(Path.of(config.dataDir()).toAbsolutePath());
    OshiProbe probe = new OshiProbe(directory);
    Sampler sampler =
        closer.add(new Sampler(probe, config.node().sampleInterval().value(), sample -> {}));
    MemTables tables = MemTables.load();

    CompletableFuture<Coprocessor> coprocessor = new CompletableFuture<>();
    CompletableFuture<ServerStatus> status = new CompletableFuture<>();
    NodeServer statusServer =
        closer.add(
            NodeServer.at(new HostPort(config.status().statusHost(), config.status().statusPort()))
                .addService(new CoprocessorService(coprocessor::join))
                .http("status", call -> status(status.join()))
                .http("config", call -> HttpAnswer.json(200, loaded.tree().toJson()))
                .http("metrics", new MetricsRoute())
                .start());
    HostPort statusAddress = new HostPort(config.advertisedHost(), statusServer.port());
    TopologyWatch topology = closer.add(new TopologyWatch(config.pdEndpoints()));
    long serverId = topology.join(new HostPort(config.advertisedHost(), config.port()).toString());
    SessionRegistry sessions =
        new SessionRegistry(serverId, new GlobalVariables(facts(config, directory, serverId)));
    status.complete(new ServerStatus(sessions));

    CompletableFuture<SqlEngine> engine = new CompletableFuture<>();
    MysqlServer mysql =
        closer.add(
            MysqlServer.start(
                new HostPort(config.host(), config.port()),
                engine::join,
                sessions,
                status.join(),
                config.maxConnections()));
    HostPort address = new HostPort(config.advertisedHost(), mysql.port());
    node =
        new NodeInfo(
            NodeKind.TIDB,
            "tidb" + serverId,
            address,
            statusAddress,
            Version.RELEASE,
            Version.GIT_HASH,
            started);
    NodeContext context =
        new NodeContext(
            node,
            sampler,
            probe.hardware(),
            Map.of(
                Sessions.class,
                sessions,
                Settings.class,
                Settings.of(loaded.tree().flatten()),
                NamedValues.Variables.class,
                new SessionVariables(sessions),
                NamedValues.Status.class,
                status.join(),
                CurrentTopology.class,
                topology,
                Catalog.class,
                (Catalog) () -> tables.all().stream().map(BoundTable::info).toList()));
    Coprocessor local = new Coprocessor(tables, context, 0);
    coprocessor.complete(local);
    NodeClients clients = closer.add(new NodeClients());
    topology.announce(UUID.randomUUID().toString(), node, serverId);
    SqlEngine sql =
        new SqlEngine(
            tables, new ExecEnvironment(topology, sessions, clients, local, address.toString()));
    engine.complete(sql);
    sql.warmUp();
    log.info("mini-tidb {} serves SQL at {}, status at {}", node.id(), address, statusAddress);
  }

  /// What the variables of this server say that differ from server to server.
  private static Map<String, String> facts(TidbConfig config, Path directory, long serverId) {
    return Map.of(
        "hostname", hostName(config),
        "port", Integer.toString(config.port()),
        "datadir", directory.toString(),
        "server_id", Long.toString(serverId),
        "max_connections", Integer.toString(config.maxConnections()));
  }

  private static String hostName(TidbConfig config) {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return config.advertisedHost(); // a machine without a name
    }
  }

  private static HttpAnswer status(ServerStatus status) {
    return HttpAnswer.json(
        200,
        "{\"connections\":"
            + status.connections()
            + ",\"version\":\""
            + Version.MYSQL
            + "\",\"git_hash\":\""
            + Version.GIT_HASH
            + "\"}");
  }

  /// Starts a mini-tidb and returns when it serves; waits for PD as long as it takes.
  public static TidbServer start(ConfigLoader.Loaded<TidbConfig> config)
      throws IOException, InterruptedException {
    Closer closer = new Closer();
    try {
      return new TidbServer(config, closer);
    } catch (Throwable e) { // whatever it was, nothing may stay open behind it
      closer.close();
      throw e;
    }
  }

  public NodeInfo node() {
    return node;
  }

  @Override
  public void close() {
    closer.close();
  }
}
