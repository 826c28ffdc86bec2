package io.minitidb.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/// Writes `[time] [LEVEL] [Class.java:line] [message] [key=value]...`, the format that CLUSTER_LOG
/// reads on every node.
///
/// The place is the logger's class: the exact line would cost a stack walk for each event.
final class UnifiedFormat extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS xxx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final Pattern UNPRINTED = Pattern.compile("[^A-Za-z0-9._-]");

  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append('[').append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))).append("] [");
    line.append(level(event.getLevel()))
        .append("] [")
        .append(source(event.getLoggerName()))
        .append("] [");
    quote(line, String.valueOf(event.getFormattedMessage()));
    line.append(']');
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(line, pair.key, String.valueOf(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      field(line, "error", stackTrace.convert(event).strip());
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String level(Level level) {
    return level.toString();
  }

  private static String source(String logger) {
    return UNPRINTED.matcher(logger.substring(logger.lastIndexOf('.') + 1)).replaceAll("")
        + ".java";
  }

  private static void field(StringBuilder line, String key, String value) {
    line.append(" [");
    quote(line, key);
    line.append('=');
    quote(line, value);
    line.append(']');
  }

  /// Text with a blank, a quote, `=` or a bracket is written as a JSON string, other text bare.
  static void quote(StringBuilder line, String text) {
    boolean bare = true;
    for (int i = 0; i < text.length() && bare; i++) {
      char c = text.charAt(i);
      bare = c > ' ' && c != '"' && c != '=' && c != '[' && c != ']';
    }
    if (bare) {
      line.append(text);
      return;
    }
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < ' ') {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
