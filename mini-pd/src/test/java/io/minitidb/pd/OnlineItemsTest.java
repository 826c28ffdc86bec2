package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.config.ConfigItem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the configuration says of its items, held against the tests.
final class OnlineItemsTest {
  /// How an item says that mini-pd itself does nothing with it.
  static final String KEPT = "Kept and shown for clients";

  /// Items of every kind of node have their tests where nodes are made.
  private static final List<String> OF_ALL_NODES =
      List.of("log.file-", "node.sample-", "node.inventory-", "coprocessor.");

  static Map<String, ConfigItem> items() {
    return PdConfig.load(Optional.empty(), Map.of()).items();
  }

  static boolean kept(ConfigItem item) {
    return item.about().contains(KEPT);
  }

  @Test
  void whatCanBeChangedOnlineHasATestOrSaysThatItIsOnlyKept() throws Exception {
    Set<String> tested = effects();
    Set<String> needed =
        items().values().stream()
            .filter(item -> item.online() && !kept(item))
            .map(ConfigItem::key)
            .filter(key -> OF_ALL_NODES.stream().noneMatch(key::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(tested).containsAll(needed);
    assertThat(needed).hasSizeGreaterThanOrEqualTo(18);
    assertThat(items().keySet()).containsAll(tested);
  }

  private static Set<String> effects() throws Exception {
    Path root =
        Path.of(OnlineItemsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> tested = new TreeSet<>();
    for (String name : classes(root)) {
      for (Method method : Class.forName(name).getDeclaredMethods()) {
        Optional.ofNullable(method.getAnnotation(Effect.class))
            .ifPresent(effect -> tested.addAll(List.of(effect.value())));
      }
    }
    return tested;
  }

  private static List<String> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('/', '.'))
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }
}
