package io.minitidb.tidb;

import io.minitidb.config.ConfigLoader;
import io.minitidb.config.FlagTable;
import io.minitidb.log.Logging;
import io.minitidb.node.Version;
import io.minitidb.server.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `mini-tidb`.
@Command(
    name = "mini-tidb",
    description = "The SQL server of the mini cluster: any MySQL client, every node.",
    mixinStandardHelpOptions = true,
    version = "mini-tidb " + Version.RELEASE,
    sortOptions = false)
public final class TidbMain implements Callable<Integer> {
  @Option(
      names = {"-P", "--port"},
      paramLabel = "PORT",
      description = "SQL port (4000)")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "where to listen for SQL (127.0.0.1)")
  private @Nullable String host;

  @Option(
      names = "--advertise-address",
      paramLabel = "HOST",
      description = "the host that others are told")
  private @Nullable String advertiseAddress;

  @Option(names = "--status", paramLabel = "PORT", description = "port for HTTP and peers (10080)")
  private @Nullable String statusPort;

  @Option(
      names = "--status-host",
      paramLabel = "HOST",
      description = "where to listen for HTTP and peers (127.0.0.1)")
  private @Nullable String statusHost;

  @Option(
      names = "--path",
      paramLabel = "HOST:PORT,...",
      description = "members of PD (127.0.0.1:2379)")
  private @Nullable String path;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "the node's own directory (default.tidb)")
  private @Nullable String dataDir;

  @Option(
      names = {"-L", "--log-level"},
      paramLabel = "LEVEL",
      description = "debug, info, warn, error or fatal (info)")
  private @Nullable String logLevel;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "where to log; standard error when not given")
  private @Nullable String logFile;

  @Option(names = "--config", paramLabel = "FILE", description = "a TOML file with other settings")
  private @Nullable Path config;

  public static void main(String[] args) {
    System.exit(new CommandLine(new TidbMain()).execute(args));
  }

  @Override
  public Integer call() {
    return NodeProcess.run("mini-tidb", this::start);
  }

  private TidbServer start() throws IOException, InterruptedException {
    FlagTable flags =
        new FlagTable()
            .add("port", port)
            .add("host", host)
            .add("advertise-address", advertiseAddress)
            .add("status.status-port", statusPort)
            .add("status.status-host", statusHost)
            .add("path", path)
            .add("data-dir", dataDir)
            .add("log.level", logLevel)
            .add("log.file", logFile);
    ConfigLoader.Loaded<TidbConfig> loaded =
        TidbConfig.load(Optional.ofNullable(config), flags.items());
    Logging.configure(loaded.config().log().own());
    return TidbServer.start(loaded);
  }
}
