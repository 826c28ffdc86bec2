package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where this project lies: its scripts and its built modules.
///
/// @param root the directory of `./mini-cluster`
public record Installation(Path root) {

  public Installation {
    root = root.toAbsolutePath().normalize();
  }

  /// Finds the project from the property `minitidb.home`, which the scripts set, or upwards from
  /// the working directory, as in tests.
  public static Installation find() {
    String home = System.getProperty("minitidb.home");
    if (home != null) {
      return new Installation(Path.of(home));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("shared-node/bin/run-node"))) {
        return new Installation(at);
      }
    }
    throw new ClusterException("cannot find the project; set -Dminitidb.home to its directory");
  }

  /// Returns the script that starts a node of `kind`.
  Path server(NodeKind kind) {
    String name = "mini-" + kind.text();
    return root.resolve(name).resolve("bin").resolve(name);
  }

  /// Returns the data directory that is used when none is given.
  public Path defaultData() {
    return root.resolve(".mini-cluster");
  }
}
