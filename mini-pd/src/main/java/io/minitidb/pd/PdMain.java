package io.minitidb.pd;

import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.FlagTable;
import io.minitidb.log.Logging;
import io.minitidb.node.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/// `mini-pd`: the flags of the original.
@Command(
    name = "mini-pd",
    description = "The placement driver: the cluster's metadata over etcd.",
    versionProvider = PdMain.VersionText.class,
    sortOptions = false)
public final class PdMain implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(PdMain.class);

  /// The flags; each overrides the item of the same name in the configuration.
  private static final class Flags {
    @Option(names = "--name", description = "Unique name of this member (default: pd-<host>).")
    @Nullable String name;

    @Option(
        names = "--data-dir",
        description = "Where etcd keeps the data (default: default.<name>).")
    @Nullable String dataDir;

    @Option(
        names = "--client-urls",
        description = "URL to serve clients on (default: http://127.0.0.1:2379).")
    @Nullable String clientUrls;

    @Option(
        names = "--advertise-client-urls",
        description = "URL by which clients reach this member (default: the one served on).")
    @Nullable String advertiseClientUrls;

    @Option(
        names = "--peer-urls",
        description = "URL for the other members (default: http://127.0.0.1:2380).")
    @Nullable String peerUrls;

    @Option(
        names = "--advertise-peer-urls",
        description = "URL by which members reach this one (default: the one served on).")
    @Nullable String advertisePeerUrls;

    @Option(
        names = "--initial-cluster",
        description = "All members of a new cluster: name=peer-url,...")
    @Nullable String initialCluster;

    @Option(
        names = "--join",
        description =
            "Client URLs of members of a running cluster to join, instead of --initial-cluster.")
    @Nullable String join;

    @Option(
        names = "--lease",
        description = "Seconds that a leader lasts without hearing from etcd.")
    @Nullable String lease;

    @Option(names = "--tick-interval", description = "Heartbeat interval of etcd.")
    @Nullable String tickInterval;

    @Option(names = "--election-interval", description = "Election timeout of etcd.")
    @Nullable String electionInterval;

    @Option(
        names = "--cacert",
        description = "Certificates of the authorities (PEM), for mutual TLS.")
    @Nullable String caCert;

    @Option(names = "--cert", description = "Certificate of this member (PEM).")
    @Nullable String cert;

    @Option(names = "--key", description = "Private key of --cert (PEM).")
    @Nullable String key;

    @Option(
        names = {"-L", "--log-level"},
        description = "debug, info, warn or error.")
    @Nullable String logLevel;

    @Option(names = "--log-file", description = "Log file (default: standard error).")
    @Nullable String logFile;

    Map<String, String> items() {
      return new FlagTable()
          .add("name", name)
          .add("data-dir", dataDir)
          .add("client-urls", clientUrls)
          .add("advertise-client-urls", advertiseClientUrls)
          .add("peer-urls", peerUrls)
          .add("advertise-peer-urls", advertisePeerUrls)
          .add("initial-cluster", initialCluster)
          .add("join", join)
          .add("lease", lease)
          .add("tick-interval", tickInterval)
          .add("election-interval", electionInterval)
          .add("security.cacert-path", caCert)
          .add("security.cert-path", cert)
          .add("security.key-path", key)
          .add("log.level", logLevel)
          .add("log.file", logFile)
          .items();
    }
  }

  @CommandLine.ArgGroup(validate = false)
  private final Flags flags = new Flags();

  @Option(names = "--config", description = "Configuration file (TOML).")
  private @Nullable Path file;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "Release Version: v" + Version.RELEASE, "Git Commit Hash: " + Version.GIT_HASH
      };
    }
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new PdMain()).execute(args));
  }

  /// Runs until the process is told to stop (exit code 0) or cannot go on (1).
  @Override
  public Integer call() {
    try {
      ConfigLoader.Loaded<PdConfig> loaded =
          PdConfig.load(Optional.ofNullable(file), flags.items());
      Logging.configure(loaded.config().log());
      PdServer server = PdServer.start(loaded);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "pd-stop"));
      log.info("mini-pd {} serves on {}", loaded.config().name(), server.address());
      System.err.println("mini-pd: " + server.failure().join());
      return 1;
    } catch (ConfigException | IOException e) {
      System.err.println("mini-pd: " + e.getMessage());
      return 1;
    }
  }

  private static void stop(PdServer server) {
    try {
      server.close();
      log.info("stopped");
    } catch (RuntimeException e) {
      log.warn("stopping failed", e);
    }
  }
}
