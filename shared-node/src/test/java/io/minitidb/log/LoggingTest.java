package io.minitidb.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.LiveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    Logging.toConsole("info");
  }

  private LogConfig config(String level, ByteSize size, int backups) {
    return new LogConfig(level, directory.resolve("node.log").toString(), size, backups);
  }

  private List<String> lines() throws IOException {
    // Other threads of this process may log as well.
    return Files.readAllLines(directory.resolve("node.log")).stream()
        .filter(line -> OURS.matcher(line).find())
        .toList();
  }

  @Test
  void writesToTheFileWhatTheLevelLetsThrough() throws IOException {
    Logging.configure(config("info", ByteSize.parse("64MiB"), 8));
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
    Logging.configure(config("debug", ByteSize.parse("64MiB"), 8));
    LoggerFactory.getLogger("io.grpc.netty.Chatty").info("not shown");
    LoggerFactory.getLogger("io.grpc.netty.Chatty").warn("shown");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void anUnknownLevelIsRefusedAndChangesNothing() throws IOException {
    Logging.configure(config("info", ByteSize.parse("64MiB"), 8));
    assertThatThrownBy(() -> Logging.setLevel("loud"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'loud'");
    log.info("still here");
    assertThat(lines()).hasSize(1);
  }

  record Config(LogConfig log) {}

  private LiveConfig<Config> live() {
    return new LiveConfig<>(
        ConfigLoader.load(
            Config.class,
            "log-default.toml",
            Optional.empty(),
            Map.of("log.file", directory.resolve("node.log").toString())));
  }

  /// Writes lines until the file has been put away.
  private void fill() {
    Path old = directory.resolve("node.log.1");
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          log.info("x".repeat(2000));
          return Files.exists(old) && Files.readString(old).contains("xxx");
        });
  }

  @Test
  void theLevelAndTheRotationFollowTheConfiguration() throws IOException {
    LiveConfig<Config> live = live();
    Logging.configure(live.get().log());
    Logging.follow(live, Config::log);
    assertThat(live.apply(1, Map.of("log.level", "debug", "log.file-max-size", "1KiB")).failure())
        .isEmpty();
    log.debug("seen");
    assertThat(lines()).hasSize(1);
    fill();
    assertThat(Files.readString(directory.resolve("node.log.1"))).contains("[seen]");
  }

  @Test
  void oldFilesThatAreTooManyGoAtOnceAndDoNotComeBack() throws IOException {
    LiveConfig<Config> live = live();
    Logging.configure(live.get().log());
    Logging.follow(live, Config::log);
    for (int i = 1; i <= 8; i++) {
      Files.writeString(directory.resolve("node.log." + i), "old " + i);
    }
    live.apply(1, Map.of("log.file-max-backups", "2"));
    assertThat(old()).containsExactly("node.log.1", "node.log.2");
    live.apply(2, Map.of("log.file-max-backups", "2", "log.file-max-size", "1KiB"));
    fill();
    assertThat(old()).containsExactly("node.log.1", "node.log.2");
    assertThat(directory.resolve("node.log.2")).content().doesNotContain("old 2");
  }

  private List<String> old() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("node.log."))
          .sorted()
          .toList();
    }
  }

  @Test
  void onTheConsoleThereIsNothingToRotate() {
    LiveConfig<Config> live = live();
    Logging.follow(live, Config::log);
    assertThat(live.apply(1, Map.of("log.file-max-size", "1KiB")).failure()).isEmpty();
  }
}
