package io.minitidb.tidb;

import io.minitidb.config.Advertised;
import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.HumanDuration;
import io.minitidb.coprocessor.CoprocessorConfig;
import io.minitidb.log.LogConfig;
import io.minitidb.node.HostPort;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The settings of `tidb-default.toml`, bound and checked.
public record TidbConfig(
    String host,
    int port,
    String advertiseAddress,
    String path,
    String dataDir,
    int maxConnections,
    Log log,
    Status status,
    Node node,
    CoprocessorConfig coprocessor) {

  public TidbConfig {
    if (path.isBlank()) {
      throw new ConfigException("path names no member of PD");
    }
    Advertised.check(
        new HostPort(advertiseAddress.isEmpty() ? host : advertiseAddress, port),
        "advertise-address");
    if (maxConnections < 0) {
      throw new ConfigException("max-connections is 0 (no limit) or more");
    }
  }

  public record Log(
      String level,
      String file,
      ByteSize fileMaxSize,
      int fileMaxBackups,
      String slowQueryFile,
      int slowFileMaxSize,
      int slowFileMaxBackups) {
    public Log {
      if (slowFileMaxSize < 1 || slowFileMaxSize > 1 << 20) {
        throw new ConfigException("log.slow-file-max-size is 1 to 1048576 (MiB)");
      }
      if (slowFileMaxBackups < 1 || slowFileMaxBackups > 20) {
        throw new ConfigException("log.slow-file-max-backups is 1 to 20");
      }
    }

    /// Returns the slow log: the one that is set, or else `tidb-slow.log` beside the log file, or
    /// in the data directory when there is none.
    public Path slowQueryPath(Path dataDir) {
      if (!slowQueryFile.isEmpty()) {
        return Path.of(slowQueryFile).toAbsolutePath();
      }
      return path().orElseGet(() -> dataDir.resolve("log")).resolveSibling("tidb-slow.log");
    }

    /// Returns what every kind of node has in this section.
    public LogConfig own() {
      return new LogConfig(level, file, fileMaxSize, fileMaxBackups);
    }

    /// Returns the log file, or empty for standard error.
    public Optional<Path> path() {
      return own().path();
    }
  }

  public record Status(String statusHost, int statusPort) {}

  public record Node(
      HumanDuration sampleInterval,
      HumanDuration inventoryInterval,
      HumanDuration latencyInterval) {
    public Node {
      if (sampleInterval.value().toMillis() < 10) {
        throw new ConfigException("node.sample-interval must be at least 10ms");
      }
      if (latencyInterval.value().toMillis() < 10) {
        throw new ConfigException("node.latency-interval must be at least 10ms");
      }
    }
  }

  /// Returns the members of PD, without a scheme if one was written.
  public List<HostPort> pdEndpoints() {
    return Arrays.stream(path.split(",")).map(String::strip).map(HostPort::ofUrl).toList();
  }

  /// Returns the host that others are told.
  public String advertisedHost() {
    return advertiseAddress.isEmpty() ? host : advertiseAddress;
  }
}
