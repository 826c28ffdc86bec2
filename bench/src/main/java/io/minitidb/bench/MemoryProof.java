package io.minitidb.bench;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.log.Logging;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.topology.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that a statement over its quota ends with error 8175 in a heap of quota + 64 MiB: the
/// nodes run in a process of their own and hold together ten times the quota. `MemoryProof nodes`
/// is that other process. Run the first one with `-Xmx128m`.
public final class MemoryProof {
  private static final long QUOTA = 64L << 20;
  private static final int NODES = 8;

  /// Of some 320 bytes each, so that 8 nodes hold ten times the quota.
  private static final int ROWS = 260_000;

  private MemoryProof() {}

  public static void main(String[] args) throws IOException {
    Logging.toConsole("warn");
    if (args.length > 0 && args[0].equals("nodes")) {
      nodes();
    } else {
      prove();
    }
  }

  private static void nodes() throws IOException {
    try (SimulatedNodes cluster = new SimulatedNodes(NODES, ROWS)) {
      cluster.topology().nodes().forEach(node -> System.out.println(node.info().address().port()));
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
  }

  private static void prove() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx6g",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=8",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryProof.class.getName(),
                "nodes")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<Topology.Node> nodes = new ArrayList<>();
      for (String line = out.readLine();
          line != null && !line.equals("ready");
          line = out.readLine()) {
        HostPort address = new HostPort("127.0.0.1", Integer.parseInt(line));
        NodeInfo info =
            new NodeInfo(
                NodeKind.TIDB,
                "tidb" + nodes.size(),
                address,
                address,
                Version.RELEASE,
                "",
                Instant.now());
        nodes.add(new Topology.Node(info, 0, nodes.size(), ""));
      }
      query(new Topology(nodes, Instant.now()));
    } finally {
      process.destroy();
    }
  }

  private static void query(Topology topology) throws IOException {
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    Session session = sessions.open(sessions.newId(), User.all("root", "127.0.0.1"));
    session.use("information_schema");
    session.variables().set("tidb_mem_quota_query", Long.toString(QUOTA));
    session.variables().set("tidb_cluster_node_timeout", "30000");
    try (NodeClients clients = new NodeClients();
        SimulatedNodes none = new SimulatedNodes(0, 0)) {
      SqlEngine engine =
          new SqlEngine(
              MemTables.load(),
              new ExecEnvironment(() -> topology, sessions, clients, none.local(), ""));
      for (String sql :
          List.of(
              "select * from cluster_processlist",
              "select * from cluster_processlist order by info",
              "select count(*) from cluster_processlist",
              "select * from cluster_processlist limit 1000")) {
        System.out.printf("%-50s %s%n", sql, outcome(engine, session, sql));
      }
    }
    System.out.printf(
        "quota %d MiB, heap limit %d MiB%n", QUOTA >> 20, Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String outcome(SqlEngine engine, Session session, String sql) {
    long seen = 0;
    try {
      if (engine.execute(session, sql) instanceof Result.Rows result) {
        try (Executor rows = result.rows()) {
          for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
            seen += batch.get().rows();
          }
        }
      }
      return seen + " rows";
    } catch (SqlException e) {
      return "error " + e.code() + " after " + seen + " rows";
    }
  }
}
