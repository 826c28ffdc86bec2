package io.minitidb.server;

import io.minitidb.config.ConfigException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of a server's process: starts, runs until it is told to stop, stops cleanly.
public final class NodeProcess {
  private static final Logger log = LoggerFactory.getLogger(NodeProcess.class);

  private NodeProcess() {}

  /// Starts the server and returns only when it could not be started, with the exit code 1; the
  /// reason has then been logged and printed. SIGTERM and SIGINT close it.
  ///
  /// @param program the name to print, `mini-tikv`
  public static int run(String program, Callable<? extends AutoCloseable> start) {
    try {
      AutoCloseable server = start.call();
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(program, server)));
      Thread.currentThread().join();
      return 0;
    } catch (ConfigException e) {
      System.err.println(program + ": " + e.getMessage());
    } catch (Exception e) { // the outermost frame: whatever it is, a person must read it
      log.error("{} cannot start", program, e);
      System.err.println(program + ": " + e.getMessage());
    }
    return 1;
  }

  private static void stop(String program, AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) { // nothing is left to do but to say so
      log.warn("stopping {} was not clean", program, e);
    }
  }
}
