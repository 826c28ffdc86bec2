package io.minitidb.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.minitidb.config.ConfigException;
import io.minitidb.config.LiveConfig;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up the process's log and changes its level later.
public final class Logging {
  private static final String APPENDER = "node";

  private Logging() {}

  /// Sends all loggers to standard error.
  ///
  /// @param level debug, info, warn, error or fatal, in any case
  /// @throws ConfigException for an unknown level
  public static void toConsole(String level) {
    configure(level, context -> console());
  }

  /// Sends all loggers where `config` says.
  ///
  /// @throws ConfigException for an unknown level
  public static void configure(LogConfig config) {
    configure(
        config.level(),
        context ->
            config
                .path()
                .<OutputStreamAppender<ILoggingEvent>>map(
                    path -> RollingFile.appender(context, path, config.rotation()))
                .orElseGet(Logging::console));
  }

  /// Makes changes of the node's configuration change its log.
  public static <R extends Record> void follow(LiveConfig<R> live, Function<R, LogConfig> part) {
    live.onChange(config -> part.apply(config).level(), Logging::setLevel);
    live.onChange(config -> part.apply(config).rotation(), Logging::setRotation);
  }

  private static void configure(
      String level, Function<Context, OutputStreamAppender<ILoggingEvent>> destination) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    OutputStreamAppender<ILoggingEvent> appender = destination.apply(context);
    appender.setName(APPENDER);
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

  /// Changes when the log file is put away; without a file there is nothing to do.
  private static void setRotation(LogConfig.Rotation rotation) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (context.getLogger("ROOT").getAppender(APPENDER)
        instanceof RollingFileAppender<ILoggingEvent> file) {
      RollingFile.rotate(file, rotation);
    }
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    return console;
  }
}
