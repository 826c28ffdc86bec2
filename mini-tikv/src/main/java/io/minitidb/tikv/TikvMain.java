package io.minitidb.tikv;

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

/// The command `mini-tikv`.
@Command(
    name = "mini-tikv",
    description = "A store of the mini cluster: RocksDB, the coprocessor with MemTableScan, RawKV.",
    mixinStandardHelpOptions = true,
    version = "mini-tikv " + Version.RELEASE,
    sortOptions = false)
public final class TikvMain implements Callable<Integer> {
  @Option(
      names = {"-A", "--addr"},
      paramLabel = "HOST:PORT",
      description = "where to listen for gRPC (127.0.0.1:20160)")
  private @Nullable String addr;

  @Option(
      names = "--advertise-addr",
      paramLabel = "HOST:PORT",
      description = "the address that others are told")
  private @Nullable String advertiseAddr;

  @Option(
      names = "--status-addr",
      paramLabel = "HOST:PORT",
      description = "where to listen for HTTP (127.0.0.1:20180)")
  private @Nullable String statusAddr;

  @Option(
      names = "--advertise-status-addr",
      paramLabel = "HOST:PORT",
      description = "the status address that others are told")
  private @Nullable String advertiseStatusAddr;

  @Option(
      names = {"-s", "--data-dir"},
      paramLabel = "DIR",
      description = "the store's own directory (default.tikv)")
  private @Nullable String dataDir;

  @Option(
      names = {"--pd-endpoints", "--pd"},
      paramLabel = "HOST:PORT,...",
      description = "members of PD (127.0.0.1:2379)")
  private @Nullable String pdEndpoints;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "certificates of the authorities, for mutual TLS")
  private @Nullable String caCert;

  @Option(names = "--cert", paramLabel = "FILE", description = "the store's certificate")
  private @Nullable String cert;

  @Option(names = "--key", paramLabel = "FILE", description = "the private key of --cert")
  private @Nullable String key;

  @Option(
      names = {"-L", "--log-level"},
      paramLabel = "LEVEL",
      description = "debug, info, warn, error or fatal (info)")
  private @Nullable String logLevel;

  @Option(
      names = {"-f", "--log-file"},
      paramLabel = "FILE",
      description = "where to log; standard error when not given")
  private @Nullable String logFile;

  @Option(
      names = {"-C", "--config"},
      paramLabel = "FILE",
      description = "a TOML file with other settings")
  private @Nullable Path config;

  public static void main(String[] args) {
    System.exit(new CommandLine(new TikvMain()).execute(args));
  }

  @Override
  public Integer call() {
    return NodeProcess.run("mini-tikv", this::start);
  }

  private TikvServer start() throws IOException, InterruptedException {
    FlagTable flags =
        new FlagTable()
            .add("server.addr", addr)
            .add("server.advertise-addr", advertiseAddr)
            .add("server.status-addr", statusAddr)
            .add("server.advertise-status-addr", advertiseStatusAddr)
            .add("storage.data-dir", dataDir)
            .add("pd.endpoints", pdEndpoints)
            .add("security.ca-path", caCert)
            .add("security.cert-path", cert)
            .add("security.key-path", key)
            .add("log.level", logLevel)
            .add("log.file", logFile);
    ConfigLoader.Loaded<TikvConfig> loaded =
        ConfigLoader.load(
            TikvConfig.class, "tikv-default.toml", Optional.ofNullable(config), flags.items());
    Logging.configure(loaded.config().log());
    return TikvServer.start(loaded);
  }
}
