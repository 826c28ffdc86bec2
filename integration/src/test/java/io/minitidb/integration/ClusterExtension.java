package io.minitidb.integration;

import io.minitidb.integration.cluster.Installation;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one cluster of real processes: 2 mini-tidb, 3 mini-tikv, 3 mini-pd on free ports.
///
/// It is started for the first test class that asks for it and stopped after the last; a test that
/// damages it repairs it. After a failed test the ends of all logs are printed.
public final class ClusterExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  private record Running(LocalCluster cluster) implements AutoCloseable {
    static Running start() {
      try {
        Path dir = Files.createTempDirectory("mini cluster");
        LocalCluster cluster = new LocalCluster(Installation.find(), dir, System.err::println);
        cluster.planAnywhere(Shape.of(2, 3, 3, 0));
        // The nodes would outlive a test run that is cut off.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endLeftovers(cluster)));
        cluster.start();
        return new Running(cluster);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void endLeftovers(LocalCluster cluster) {
      if (cluster.exists()) {
        cluster.stopAfterInterruption();
      }
    }

    @Override
    public void close() throws IOException {
      cluster.stop();
      try (Stream<Path> files = Files.walk(cluster.dir().path())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static LocalCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent("cluster", key -> Running.start(), Running.class)
        .cluster();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (Node node : cluster(context).nodes()) {
        System.err.println(tail(cluster(context).dir().log(node)));
      }
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return "--- "
          + log
          + "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "--- " + log + ": " + e;
    }
  }
}
