package io.minitidb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

  record Server(HostPort statusAddr, int workers, boolean readOnly, List<String> labels) {}

  record Log(String level, HumanDuration keep) {}

  record Settings(String name, Server server, Log log) {}

  @TempDir private Path directory;

  private ConfigLoader.Loaded<Settings> load(Optional<String> file, Map<String, String> flags) {
    Optional<Path> path = file.map(text -> write("user.toml", text));
    return ConfigLoader.load(Settings.class, "settings.toml", path, flags);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private AbstractThrowableAssert<?, ?> refused(String file) {
    return assertThatThrownBy(() -> load(Optional.of(file), Map.of()))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void defaultsAreEnough() {
    Settings settings = load(Optional.empty(), Map.of()).config();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "mini",
                new Server(new HostPort("127.0.0.1", 10080), 4, false, List.of("a", "b")),
                new Log("info", new HumanDuration(Duration.ofMinutes(30)))));
  }

  @Test
  void theFileReplacesSingleItemsAndFlagsReplaceTheFile() {
    String file =
        "# mine\nname = \"other\"\n[server]\nworkers = 8\nread-only = true\n[log]\nkeep = \"1h30m\"\n";
    ConfigLoader.Loaded<Settings> loaded =
        load(
            Optional.of(file),
            Map.of("server.workers", "16", "log.level", "warn", "server.status-addr", "[::1]:1"));
    assertThat(loaded.config().name()).isEqualTo("other");
    assertThat(loaded.config().server())
        .isEqualTo(new Server(new HostPort("::1", 1), 16, true, List.of("a", "b")));
    assertThat(loaded.config().log())
        .isEqualTo(new Log("warn", new HumanDuration(Duration.ofMinutes(90))));
    assertThat(loaded.tree().flatten())
        .containsEntry("server.workers", "16")
        .containsEntry("server.labels", "[\"a\",\"b\"]")
        .containsEntry("name", "other")
        .containsEntry("log.keep", "1h30m0s")
        .hasSize(7);
    assertThat(loaded.tree().toJson()).contains("\"read-only\" : true");
  }

  @Test
  void secretsAreBoundButNotShown() {
    record Etcd(String password, String initialClusterToken) {}
    record Secretive(String authToken, Etcd etcd) {}
    ConfigLoader.Loaded<Secretive> loaded =
        ConfigLoader.load(
            Secretive.class, "secrets.toml", Optional.empty(), Map.of("etcd.password", "hush"));
    assertThat(loaded.config()).isEqualTo(new Secretive("", new Etcd("hush", "a-cluster")));
    assertThat(loaded.tree().flatten())
        .containsEntry("auth-token", "") // there is none, which is no secret
        .containsEntry("etcd.password", "******")
        .containsEntry("etcd.initial-cluster-token", "a-cluster");
    assertThat(loaded.tree().toJson()).contains("******").doesNotContain("hush");
  }

  @Test
  void anArrayIsReplacedAsAWhole() {
    assertThat(load(Optional.of("server.labels = [\"c\"]"), Map.of()).config().server().labels())
        .containsExactly("c");
    assertThat(load(Optional.of("server.labels = []"), Map.of()).config().server().labels())
        .isEmpty();
  }

  @Test
  void anEmptyFileChangesNothing() {
    assertThat(load(Optional.of(""), Map.of()).config())
        .isEqualTo(load(Optional.empty(), Map.of()).config());
    assertThat(load(Optional.of("# only a comment\n[server]\n"), Map.of()).config())
        .isEqualTo(load(Optional.empty(), Map.of()).config());
  }

  @Test
  void anUnknownItemIsNamedWithItsPathAndItsNeighbours() {
    refused("[server]\nworker = 8")
        .hasMessageContainingAll("unknown item 'server.worker'", "user.toml", "workers");
    refused("[sever]\nworkers = 8").hasMessageContainingAll("unknown item 'sever'", "server");
    assertThatThrownBy(() -> load(Optional.empty(), Map.of("log.levle", "info")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("'log.levle'", "the command line");
  }

  @Test
  void aSectionIsNoValue() {
    refused("server = 1").hasMessageContaining("'server' in").hasMessageContaining("is a section");
    refused("[server.workers]\nx = 1")
        .hasMessageContaining("'server.workers'")
        .hasMessageContaining("is a value");
  }

  @Test
  void valuesOfTheWrongTypeAreRefused() {
    refused("[server]\nworkers = \"many\"").hasMessageStartingWith("bad configuration");
    refused("[log]\nkeep = \"long\"").hasMessageContaining("'long' is no duration");
    refused("[server]\nstatus-addr = \"here\"")
        .hasMessageContaining("'here' is not of the form host:port");
    assertThatThrownBy(() -> load(Optional.empty(), Map.of("server.workers", "many")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("server.workers");
  }

  @Test
  void whatIsNoTomlAndWhatIsNotThereAreNamed() {
    refused("name = ").hasMessageContainingAll("user.toml", "is not valid TOML");
    Path missing = directory.resolve("missing.toml");
    assertThatThrownBy(() ->
            ConfigLoader.load(Settings.class, "settings.toml", Optional.of(missing), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing.toml");
  }

  @Test
  void flagsThatWereNotGivenAreLeftOut() {
    assertThat(new FlagTable().add("log.level", "warn").add("name", null).items())
        .isEqualTo(Map.of("log.level", "warn"));
  }
}
