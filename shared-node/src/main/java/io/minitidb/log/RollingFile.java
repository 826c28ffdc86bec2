package io.minitidb.log;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of text that is put away as `<name>.1` when it has grown too large; the older ones move
/// up to `.2` and so on, and the oldest goes. For one writing thread.
public final class RollingFile implements AutoCloseable {
  private static final Duration CHECK = Duration.buildByMilliseconds(100);

  private final OutputStreamAppender<String> appender;

  /// Opens the file, behind what it has already.
  ///
  /// @param size bytes at which it is put away; looked at ten times a second at most
  /// @param old how many older files are kept, 1 to 20
  /// @throws IOException when it cannot be written
  public RollingFile(Path path, long size, int old) throws IOException {
    Context context = new ContextBase();
    appender = appender(context, path, new LogConfig.Rotation(size, old));
    Utf8 encoder = new Utf8();
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    appender.setImmediateFlush(false);
    appender.start();
    if (!appender.isStarted()) {
      throw new IOException("cannot write to " + path);
    }
  }

  static <E> RollingFileAppender<E> appender(
      Context context, Path path, LogConfig.Rotation rotation) {
    RollingFileAppender<E> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(path.toString());
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setFileNamePattern(path + ".%i");
    names.setMinIndex(1);
    names.setMaxIndex(rotation.backups());
    names.start();
    SizeBasedTriggeringPolicy<E> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(rotation.size()));
    trigger.setCheckIncrement(CHECK);
    trigger.start();
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(trigger);
    return appender;
  }

  /// Changes the rotation of a file that [#appender] has made; holds from the next time on that the
  /// file is put away. Files that are too many go at once.
  static void rotate(RollingFileAppender<?> appender, LogConfig.Rotation rotation) {
    FixedWindowRollingPolicy names = (FixedWindowRollingPolicy) appender.getRollingPolicy();
    int before = names.getMaxIndex();
    names.setMaxIndex(rotation.backups());
    ((SizeBasedTriggeringPolicy<?>) appender.getTriggeringPolicy())
        .setMaxFileSize(new FileSize(rotation.size()));
    for (int old = rotation.backups() + 1; old <= before; old++) {
      try {
        Files.deleteIfExists(Path.of(appender.getFile() + "." + old));
      } catch (IOException e) {
        throw new UncheckedIOException("an old log file cannot be deleted", e);
      }
    }
  }

  private static final class Utf8 extends EncoderBase<String> {
    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }
  }

  /// Adds text; it reaches the file at the next [#flush()] at the latest.
  public void write(String text) {
    appender.doAppend(text);
  }

  public void flush() throws IOException {
    appender.getOutputStream().flush();
  }

  @Override
  public void close() {
    appender.stop();
  }
}
