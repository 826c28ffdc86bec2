package io.minitidb.integration.command;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stops a cluster when this JVM is told to end, by Ctrl-C for example, before [#close()] is
/// called: a start that is cut off must not leave half a cluster behind.
final class StopOnExit implements AutoCloseable {
  private final AtomicBoolean armed = new AtomicBoolean(true);

  StopOnExit(LocalCluster cluster, PrintWriter out) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (armed.get()) {
                    out.println("\nStopping ...");
                    out.flush();
                    stop(cluster, out);
                  }
                },
                "stop-on-exit"));
  }

  private static void stop(LocalCluster cluster, PrintWriter out) {
    try {
      cluster.stopAfterInterruption();
    } catch (ClusterException e) {
      out.println(e.getMessage());
    }
    out.flush();
  }

  @Override
  public void close() {
    armed.set(false);
  }
}
