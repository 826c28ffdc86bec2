package io.minitidb.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LoggingTest {
  private static final Logger log = LoggerFactory.getLogger(LoggingTest.class);

  private static final Pattern OURS = Pattern.compile("\\[(LoggingTest|Chatty)\\.java]");

  @TempDir private Path directory;

  @AfterEach
  void backToTheConsole() {
    Logging.configure("info", Optional.empty());
  }

  private List<String> lines() throws IOException {
    // Other threads of this process may log as well.
    return Files.readAllLines(directory.resolve("node.log")).stream()
        .filter(line -> OURS.matcher(line).find())
        .toList();
  }

  @Test
  void writesToTheFileWhatTheLevelLetsThrough() throws IOException {
    Logging.configure("info", Optional.of(directory.resolve("node.log")));
    log.atInfo().addKeyValue("n", 1).log("first");
    log.debug("not shown");
    Logging.setLevel("DEBUG");
    log.debug("second");
    Logging.setLevel("fatal");
    log.warn("not shown");
    log.error("third");
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0)).endsWith("[INFO] [LoggingTest.java] [first] [n=1]");
    assertThat(lines().get(1)).endsWith("[DEBUG] [LoggingTest.java] [second]");
    assertThat(lines().get(2)).endsWith("[ERROR] [LoggingTest.java] [third]");
  }

  @Test
  void librariesStayQuiet() throws IOException {
    Logging.configure("debug", Optional.of(directory.resolve("node.log")));
    LoggerFactory.getLogger("io.grpc.netty.Chatty").info("not shown");
    LoggerFactory.getLogger("io.grpc.netty.Chatty").warn("shown");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void anUnknownLevelIsRefusedAndChangesNothing() throws IOException {
    Logging.configure("info", Optional.of(directory.resolve("node.log")));
    assertThatThrownBy(() -> Logging.setLevel("loud"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'loud'");
    log.info("still here");
    assertThat(lines()).hasSize(1);
  }
}
