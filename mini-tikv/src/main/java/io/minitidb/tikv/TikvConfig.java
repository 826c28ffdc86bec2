package io.minitidb.tikv;

import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.HumanDuration;
import io.minitidb.node.HostPort;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The settings of `tikv-default.toml`, bound and checked.
public record TikvConfig(
    Log log, Server server, Storage storage, Pd pd, Node node, Rocksdb rocksdb) {

  public record Log(String level, String file) {
    /// Returns the log file, or empty for standard error.
    public Optional<Path> path() {
      return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }
  }

  public record Server(
      HostPort addr, String advertiseAddr, HostPort statusAddr, String advertiseStatusAddr) {}

  public record Storage(String dataDir) {}

  public record Pd(String endpoints, HumanDuration heartbeatInterval) {
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

  public record Node(HumanDuration sampleInterval, HumanDuration historyRetention) {
    public Node {
      if (sampleInterval.value().toMillis() < 10) {
        throw new ConfigException("node.sample-interval must be at least 10ms");
      }
    }
  }

  public record Rocksdb(ByteSize blockCacheSize, ByteSize writeBufferSize) {}
}
