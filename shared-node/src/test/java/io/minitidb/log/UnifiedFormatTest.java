package io.minitidb.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

final class UnifiedFormatTest {
  private final UnifiedFormat format = new UnifiedFormat();

  private LoggingEvent event(String logger, @Nullable String message, @Nullable Throwable error) {
    format.start();
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), Level.WARN, message, error, null);
    event.setInstant(Instant.parse("2019-10-26T10:20:30.123456Z"));
    return event;
  }

  private String line(LoggingEvent event) {
    return new String(format.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void aLineHasTimeLevelPlaceMessageAndFields() {
    LoggingEvent event = event("io.minitidb.server.NodeServer", "listening", null);
    event.addKeyValuePair(new KeyValuePair("addr", "127.0.0.1:4000"));
    event.addKeyValuePair(new KeyValuePair("key 2", "value with space"));
    event.addKeyValuePair(new KeyValuePair("none", null));
    String time =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS xxx")
            .format(event.getInstant().atZone(ZoneId.systemDefault()));
    assertThat(line(event))
        .isEqualTo(
            "["
                + time
                + "] [WARN] [NodeServer.java] [listening] [addr=127.0.0.1:4000] [\"key 2\"=\"value with space\"] [none=null]\n");
  }

  @ParameterizedTest(name = "as {1}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~plain~        | ~plain~
          ~~             | ~~
          ~back\\slash~  | ~back\\slash~
          ~ünï€😀~       | ~ünï€😀~
          ~two words~    | ~"two words"~
          ~a=b~          | ~"a=b"~
          ~[x]~          | ~"[x]"~
          ~say "hi"~     | ~"say \\"hi\\""~
          ~a\tb~         | ~"a\\tb"~
          ~a b\\~        | ~"a b\\\\"~
          """)
  void quotesOnlyWhatWouldBeMisread(String text, String expected) {
    StringBuilder line = new StringBuilder();
    UnifiedFormat.quote(line, text);
    assertThat(line).hasToString(expected);
  }

  @Test
  void controlCharactersAreEscapedSoThatAnEventIsOneLine() {
    StringBuilder line = new StringBuilder();
    UnifiedFormat.quote(line, "a\r\nb\u0000\u001b");
    assertThat(line).hasToString("\"a\\r\\nb\\u0000\\u001b\"");
  }

  @Test
  void aStackTraceIsOneField() {
    String line = line(event("X", "failed", new IllegalStateException("no [luck]")));
    assertThat(line)
        .contains("[failed] [error=\"java.lang.IllegalStateException: no [luck]\\n")
        .endsWith("\"]\n");
    assertThat(line.lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.x.Outer$Inner", "io.x.Outer Inner", "OuterInner"})
  void thePlaceHasPlainCharactersOnly(String logger) {
    assertThat(line(event(logger, "m", null))).contains("] [OuterInner.java] [m]");
  }

  @Test
  void anEventWithoutAMessageIsStillALine() {
    assertThat(line(event("X", "", null))).endsWith("[X.java] []\n");
    assertThat(line(event("X", null, null))).endsWith("[X.java] [null]\n");
  }
}
