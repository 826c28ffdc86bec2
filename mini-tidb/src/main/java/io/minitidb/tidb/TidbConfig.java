package io.minitidb.tidb;

import io.minitidb.config.Advertised;
import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.HumanDuration;
import io.minitidb.coprocessor.CoprocessorConfig;
import io.minitidb.log.LogConfig;
import io.minitidb.node.HostPort;
import io.minitidb.server.ServerTls;
import io.minitidb.tidb.mysql.Transport;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.users.LockoutSettings;
import io.minitidb.tidb.users.PasswordKey;
import io.minitidb.tls.BearerToken;
import io.minitidb.tls.RsaKey;
import io.minitidb.tls.ServerKeys;
import io.minitidb.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of `tidb-default.toml`, bound and checked.
///
/// @param variables the system variables that SET GLOBAL can change, by name
public record TidbConfig(
    String host,
    int port,
    String advertiseAddress,
    String path,
    String dataDir,
    Log log,
    Status status,
    Node node,
    Topology topology,
    Security security,
    Map<String, String> variables,
    CoprocessorConfig coprocessor) {

  public TidbConfig {
    if (path.isBlank()) {
      throw new ConfigException("path names no member of PD");
    }
    Advertised.check(
        new HostPort(advertiseAddress.isEmpty() ? host : advertiseAddress, port),
        "advertise-address");
    variables = Map.copyOf(variables);
    SystemVariables.check(variables);
  }

  /// Loads the configuration of a mini-tidb: the defaults, system variables among them, then the
  /// user's file, then flags.
  ///
  /// @throws ConfigException for an item that is unknown or a value that is not allowed
  public static ConfigLoader.Loaded<TidbConfig> load(
      Optional<Path> file, Map<String, String> flags) {
    return ConfigLoader.load(
        TidbConfig.class, "tidb-default.toml", SystemVariables.items(), file, flags);
  }

  public record Topology(HumanDuration refreshInterval) {}

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

    /// Returns when the slow log is put away.
    public SlowLog.Rotation slowRotation() {
      return new SlowLog.Rotation((long) slowFileMaxSize << 20, slowFileMaxBackups);
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

  public record Security(
      int maxFailedLogins,
      HumanDuration lockoutTime,
      String clusterSslCa,
      String clusterSslCert,
      String clusterSslKey,
      List<String> clusterVerifyCn,
      boolean autoTls,
      String sslCert,
      String sslKey,
      String authToken,
      String authTokenPath) {
    public Security {
      clusterVerifyCn = List.copyOf(clusterVerifyCn);
      if (maxFailedLogins < 0) {
        throw new ConfigException("security.max-failed-logins is 0 (never wait) or more");
      }
      if (lockoutTime.value().toSeconds() < 1) {
        throw new ConfigException("security.lockout-time must be at least 1s");
      }
      if (sslCert.isBlank() != sslKey.isBlank()) {
        throw new ConfigException(
            "TLS for SQL needs both security.ssl-cert and security.ssl-key, or none of them");
      }
    }

    /// Returns TLS for clients: by the certificate that is set, or else by one of the server's own,
    /// unless `auto-tls` is off.
    ///
    /// @param directory where a certificate of its own and the key of passwords are kept
    /// @param hosts by which clients may know the server
    /// @throws ConfigException when the certificate cannot be used
    public Transport transport(Path directory, Collection<String> hosts) throws IOException {
      PasswordKey key = new PasswordKey(() -> passwordKey(directory));
      if (!sslCert.isBlank()) {
        return new Transport(
            Optional.of(new ServerTls(new ServerKeys(Path.of(sslCert), Path.of(sslKey)))), key);
      }
      return new Transport(
          autoTls
              ? Optional.of(new ServerTls(ServerKeys.selfSigned(directory, "sql", hosts)))
              : Optional.empty(),
          key);
    }

    /// A directory that cannot be written to costs clients only that they see another key later.
    private static RsaKey passwordKey(Path directory) {
      try {
        return RsaKey.in(directory, "sql-password");
      } catch (IOException e) {
        return RsaKey.make();
      }
    }

    public LockoutSettings lockout() {
      return new LockoutSettings(maxFailedLogins, lockoutTime.value());
    }

    /// Reads the certificates and the token.
    ///
    /// @throws ConfigException when they cannot be used
    public io.minitidb.tls.Security open() {
      return io.minitidb.tls.Security.of(
          TlsFiles.of(
              new TlsFiles.Item("security.cluster-ssl-ca", clusterSslCa),
              new TlsFiles.Item("security.cluster-ssl-cert", clusterSslCert),
              new TlsFiles.Item("security.cluster-ssl-key", clusterSslKey)),
          clusterVerifyCn,
          BearerToken.of(authToken, authTokenPath));
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
