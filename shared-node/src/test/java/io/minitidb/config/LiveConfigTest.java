package io.minitidb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.config.Configurable.Checked;
import io.minitidb.memtable.Settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LiveConfigTest {

  record Server(String statusAddr, int workers, boolean readOnly, List<String> labels) {
    Server {
      if (readOnly && workers > 10) {
        throw new ConfigException("a read-only server has at most 10 workers");
      }
    }
  }

  record Log(String level, HumanDuration keep) {}

  record All(String name, Server server, Log log) {}

  private final LiveConfig<All> live =
      new LiveConfig<>(
          ConfigLoader.load(
              All.class, "settings.toml", Optional.empty(), Map.of("log.level", "warn")));

  private Setting shown(String key) {
    return live.all().stream().filter(item -> item.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void whatIsSetIsShownWithItsSource() {
    assertThat(shown("server.workers"))
        .isEqualTo(
            new Setting(
                "server.workers",
                "4",
                "4",
                "integer",
                "1 to 64",
                "",
                true,
                "default",
                0,
                "How many work."));
    assertThat(shown("log.level").source()).isEqualTo("flag");
    assertThat(live.apply(3, Map.of("server.workers", "9")).failure()).isEmpty();
    assertThat(shown("server.workers").value()).isEqualTo("9");
    assertThat(shown("server.workers").source()).isEqualTo("sql");
    assertThat(shown("server.workers").revision()).isEqualTo(3);
    assertThat(live.get().server().workers()).isEqualTo(9);
    assertThat(live.apply(4, Map.of())).isEqualTo(new Configurable.Applied(4, Optional.empty()));
    assertThat(live.get().server().workers()).isEqualTo(4);
    assertThat(live.get().log().level()).isEqualTo("warn");
  }

  @Test
  void anEarlierRevisionChangesNothing() {
    live.apply(7, Map.of("server.workers", "9"));
    assertThat(live.apply(6, Map.of())).isEqualTo(new Configurable.Applied(7, Optional.empty()));
    assertThat(live.apply(7, Map.of())).isEqualTo(new Configurable.Applied(7, Optional.empty()));
    assertThat(live.get().server().workers()).isEqualTo(9);
  }

  @Test
  void effectsRunForWhatChanges() {
    List<String> seen = new ArrayList<>();
    live.onChange(all -> all.server().workers(), workers -> seen.add("workers " + workers));
    live.onChange(all -> all.log().level(), level -> seen.add("level " + level));
    live.apply(1, Map.of("server.workers", "9"));
    live.apply(2, Map.of("server.workers", "9", "log.level", "debug"));
    live.apply(3, Map.of());
    assertThat(seen).containsExactly("workers 9", "level debug", "workers 4", "level warn");
  }

  @Test
  void anEffectThatFailsTakesEverythingBack() {
    List<String> seen = new ArrayList<>();
    live.onChange(all -> all.server().workers(), workers -> seen.add("workers " + workers));
    live.onChange(
        all -> all.log().level(),
        level -> {
          if (level.equals("debug")) {
            throw new IllegalStateException("no debugging today");
          }
        });
    assertThat(live.apply(1, Map.of("server.workers", "9", "log.level", "debug")))
        .isEqualTo(new Configurable.Applied(0, Optional.of("no debugging today")));
    assertThat(seen).containsExactly("workers 9", "workers 4");
    assertThat(live.get().server().workers()).isEqualTo(4);
    assertThat(live.revision()).isZero();
    assertThat(live.apply(1, Map.of("server.workers", "9")).failure()).isEmpty();
  }

  @Test
  void aCheckChangesNothingAndSaysWhy() {
    live.apply(1, Map.of("server.workers", "9"));
    assertThat(
            live.check(
                Map.of("server.workers", "12", "log.keep", "90s"),
                List.of("server.workers", "log.keep", "server.read-only")))
        .containsExactly(
            new Checked("server.workers", Optional.of("9"), Optional.of("12"), Optional.empty()),
            new Checked("log.keep", Optional.of("30m0s"), Optional.of("1m30s"), Optional.empty()),
            new Checked(
                "server.read-only", Optional.of("false"), Optional.of("false"), Optional.empty()));
    assertThat(refusal(Map.of("server.workers", "65"), "server.workers"))
        .contains("server.workers: '65' is not 1 to 64");
    assertThat(refusal(Map.of("server.labels", "[]"), "server.labels").orElseThrow())
        .startsWith("config server.labels can not be changed online");
    assertThat(refusal(Map.of("no.such", "1"), "no.such")).contains("there is no item 'no.such'");
    assertThat(
            refusal(Map.of("server.workers", "12", "server.read-only", "on"), "server.workers")
                .orElseThrow())
        .contains("at most 10 workers");
    assertThat(live.get().server().workers()).isEqualTo(9);
  }

  private Optional<String> refusal(Map<String, String> values, String key) {
    return live.check(values, List.of(key)).getFirst().refusal();
  }

  @Test
  void valuesThatDoNotFitTogetherAreNotApplied() {
    assertThat(
            live.apply(1, Map.of("server.workers", "12", "server.read-only", "true"))
                .failure()
                .orElseThrow())
        .contains("at most 10 workers");
    assertThat(live.revision()).isZero();
  }
}
