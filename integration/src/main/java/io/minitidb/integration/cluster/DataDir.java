package io.minitidb.integration.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a cluster keeps everything: `cluster.json`, a lock, and a directory for each node.
public record DataDir(Path path) {

  public DataDir {
    path = path.toAbsolutePath().normalize();
  }

  Path stateFile() {
    return path.resolve("cluster.json");
  }

  /// Returns the directory of the certificates of a cluster with TLS.
  Path certificates() {
    return path.resolve("tls");
  }

  /// Returns the directory of a node; it holds `data`, the log and the output of the process.
  public Path of(Node node) {
    return path.resolve(node.name());
  }

  Path data(Node node) {
    return of(node).resolve("data");
  }

  /// Says whether a mini-pd has been a member of a cluster on its present data.
  boolean hasMember(Node pd) {
    return Files.isDirectory(data(pd).resolve("member"));
  }

  /// Returns the log that the server writes.
  public Path log(Node node) {
    return of(node).resolve(node.kind().text() + ".log");
  }

  /// Returns where standard output and error of the process go.
  public Path output(Node node) {
    return of(node).resolve("stdout.log");
  }

  /// Returns the last lines that a node wrote, to explain why it ended.
  String lastLines(Node node, int count) {
    StringBuilder text = new StringBuilder();
    for (Path file : List.of(output(node), log(node))) {
      List<String> lines = lines(file);
      if (!lines.isEmpty()) {
        text.append("--- end of ").append(file).append('\n');
        for (String line : lines.subList(Math.max(0, lines.size() - count), lines.size())) {
          // A stack trace is one long line; its beginning tells enough.
          text.append(line, 0, Math.min(line.length(), 300)).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Takes the lock that keeps two commands from changing one cluster at the same time.
  ///
  /// @throws ClusterException when somebody holds it
  Lock lock() {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new ClusterException(
            "another command is changing the cluster in " + path + " right now; try again later");
      }
      return new Lock(channel);
    } catch (IOException e) {
      throw new ClusterException("cannot use " + path + " as data directory: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // held by this JVM
      return null;
    }
  }

  /// Ends with the process that holds it, at the latest.
  record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Deletes `directory` and everything in it.
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
