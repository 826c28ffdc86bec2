package io.minitidb.tikv;

import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.HumanDuration;
import io.minitidb.coprocessor.CoprocessorConfig;
import io.minitidb.log.LogConfig;
import io.minitidb.node.HostPort;
import io.minitidb.tikv.engine.EngineConfig;
import io.minitidb.tikv.history.Retention;
import io.minitidb.tikv.raw.RawConfig;
import io.minitidb.tls.TlsFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The settings of `tikv-default.toml`, bound and checked.
public record TikvConfig(
    LogConfig log,
    Server server,
    Storage storage,
    Pd pd,
    Security security,
    Node node,
    CoprocessorConfig coprocessor,
    EngineConfig rocksdb) {

  public record Server(
      HostPort addr, String advertiseAddr, HostPort statusAddr, String advertiseStatusAddr) {}

  public record Storage(
      String dataDir,
      boolean syncWrites,
      int readThreads,
      int writeThreads,
      int maxWaiting,
      ByteSize maxKeySize,
      ByteSize maxScanSize) {

    /// Returns what of it concerns RawKV.
    public RawConfig raw() {
      return new RawConfig(
          syncWrites, readThreads, writeThreads, maxWaiting, maxKeySize, maxScanSize);
    }
  }

  public record Pd(
      String endpoints, HumanDuration heartbeatInterval, HumanDuration regionHeartbeatInterval) {
    public Pd {
      if (endpoints.isBlank()) {
        throw new ConfigException("pd.endpoints names no member of PD");
      }
    }

    /// Returns the endpoints, without a scheme if one was written.
    public List<HostPort> addresses() {
      return Arrays.stream(endpoints.split(",")).map(String::strip).map(HostPort::ofUrl).toList();
    }
  }

  public record Security(
      String caPath, String certPath, String keyPath, List<String> certAllowedCn) {
    public Security {
      certAllowedCn = List.copyOf(certAllowedCn);
    }

    /// Reads the certificates.
    ///
    /// @throws ConfigException when they cannot be used
    public io.minitidb.tls.Security open() {
      return io.minitidb.tls.Security.of(
          TlsFiles.of(
              new TlsFiles.Item("security.ca-path", caPath),
              new TlsFiles.Item("security.cert-path", certPath),
              new TlsFiles.Item("security.key-path", keyPath)),
          certAllowedCn,
          Optional.empty());
    }
  }

  public record Node(
      HumanDuration sampleInterval,
      HumanDuration inventoryInterval,
      HumanDuration historyRetention,
      ByteSize historyMaxSize) {

    Retention.Limits historyLimits() {
      return new Retention.Limits(historyRetention.value(), historyMaxSize.bytes());
    }
  }
}
