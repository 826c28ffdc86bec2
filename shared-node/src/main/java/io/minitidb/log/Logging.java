package io.minitidb.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import io.minitidb.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up the process's log and changes its level later.
public final class Logging {
  private static final long FILE_SIZE = 64L << 20;
  private static final int OLD_FILES = 8;

  private Logging() {}

  /// Sends all loggers to `file`, rotated at 64 MiB with eight old files kept, or to standard error
  /// when there is none.
  ///
  /// @param level debug, info, warn, error or fatal, in any case
  /// @throws ConfigException for an unknown level
  public static void configure(String level, Optional<Path> file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    OutputStreamAppender<ILoggingEvent> appender =
        file.map(path -> RollingFile.<ILoggingEvent>appender(context, path, FILE_SIZE, OLD_FILES))
            .orElseGet(() -> console());
    UnifiedFormat format = new UnifiedFormat();
    format.setContext(context);
    format.start();
    appender.setContext(context);
    appender.setEncoder(format);
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
    for (String library :
        new String[] {"io.netty", "io.grpc", "io.vertx", "io.etcd", "org.apache.calcite", "oshi"}) {
      context.getLogger(library).setLevel(Level.WARN);
    }
    // Warns of each stream that a client cancels while rows are on their way, which LIMIT does.
    context.getLogger("io.grpc.netty.NettyServerHandler").setLevel(Level.ERROR);
    bridge();
    setLevel(level);
  }

  /// gRPC logs by java.util.logging; its lines belong into the same file and format.
  private static void bridge() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
  }

  /// Changes the level of everything of ours while running.
  ///
  /// @throws ConfigException for an unknown level
  public static void setLevel(String level) {
    Level parsed = Level.toLevel(level.equalsIgnoreCase("fatal") ? "error" : level, null);
    if (parsed == null) {
      throw new ConfigException(
          "unknown log level '" + level + "'; use debug, info, warn, error or fatal");
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("ROOT").setLevel(parsed);
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    return console;
  }
}
