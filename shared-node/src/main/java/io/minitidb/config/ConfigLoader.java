package io.minitidb.config;

import static io.minitidb.config.Source.FILE;
import static io.minitidb.config.Source.FLAG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads a server's configuration: the defaults (a TOML resource beside the record's class), then
/// the user's file, then flags. Each later one replaces single items; an item that the defaults
/// lack is refused.
public final class ConfigLoader {
  private static final TomlMapper TOML =
      TomlMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private ConfigLoader() {}

  /// What a server starts with.
  ///
  /// @param tree the same as `config`, by dotted keys
  /// @param items what each item is, by its key
  /// @param sources where the values come from that are not the defaults
  public record Loaded<R extends Record>(
      R config, ConfigTree tree, Map<String, ConfigItem> items, Map<String, Source> sources) {
    public Loaded {
      items = Collections.unmodifiableMap(new TreeMap<>(items));
      sources = Map.copyOf(sources);
    }
  }

  /// Binds a tree that differs from that of `old` below `names` of its top only.
  ///
  /// @throws ConfigException when its values do not fit together
  static <R extends Record> R rebind(R old, ConfigTree changed, Set<String> names) {
    return Rebinding.of(old, changed, names, TOML);
  }

  /// @param type the record that the tree is bound to, component `statusAddr` to item `status-addr`
  /// @param defaults name of the resource beside `type`
  /// @param file the user's file
  /// @param flags dotted key to value, as given on the command line
  public static <R extends Record> Loaded<R> load(
      Class<R> type, String defaults, Optional<Path> file, Map<String, String> flags) {
    return load(type, defaults, List.of(), file, flags);
  }

  /// As [#load(Class, String, Optional, Map)], with items that do not stand in the file of
  /// defaults.
  public static <R extends Record> Loaded<R> load(
      Class<R> type,
      String defaults,
      List<ConfigItem> more,
      Optional<Path> file,
      Map<String, String> flags) {
    String text = resource(type, defaults);
    ConfigTree tree = new ConfigTree((ObjectNode) TOML.readTree(text));
    Map<String, ConfigItem> items =
        new ItemReader(defaults, tree.values()).read(text.lines().toList());
    for (ConfigItem item : more) {
      items.put(item.key(), item);
      int dot = item.key().lastIndexOf('.');
      tree.root()
          .withObject("/" + item.key().substring(0, dot))
          .set(item.key().substring(dot + 1), item.value(item.initial()));
    }
    Map<String, Source> sources = new HashMap<>();
    file.ifPresent(path -> {
      JsonNode upper = parse(path);
      tree.overlay(upper, path.toString());
      new ConfigTree((ObjectNode) upper).values().keySet().forEach(key -> sources.put(key, FILE));
    });
    flags.forEach((key, value) -> {
      tree.overlay(flag(tree, key, value), "the command line");
      sources.put(key, FLAG);
    });
    items.values().forEach(item -> normalise(tree, item));
    return new Loaded<>(bind(tree, type), tree, items, sources);
  }

  private static void normalise(ConfigTree tree, ConfigItem item) {
    try {
      tree.set(item.key(), item.value(ConfigTree.text(tree.get(item.key()))));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("bad configuration: " + item.key() + ": " + e.getMessage(), e);
    }
  }

  private static <R extends Record> R bind(ConfigTree tree, Class<R> type) {
    try {
      return TOML.treeToValue(tree.root(), type);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof RuntimeException inner ? inner : e;
      throw new ConfigException("bad configuration: " + firstLine(cause), e);
    }
  }

  private static String resource(Class<?> type, String name) {
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      return TOML.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new ConfigException(file + " is not valid TOML: " + firstLine(e), e);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the configuration file " + file + ": " + e.getMessage(), e);
    }
  }

  /// A flag has no type of its own: it takes that of the default which it replaces.
  private static JsonNode flag(ConfigTree tree, String key, String value) {
    String[] path = key.split("\\.");
    JsonNode old = tree.root().at("/" + String.join("/", path));
    ObjectNode root = TOML.createObjectNode();
    ObjectNode section = root;
    for (int i = 0; i < path.length - 1; i++) {
      section = section.putObject(path[i]);
    }
    section.set(
        path[path.length - 1],
        old.isNumber() || old.isBoolean() ? literal(key, value) : section.stringNode(value));
    return root;
  }

  private static JsonNode literal(String key, String value) {
    try {
      return TOML.readTree("v = " + value).get("v");
    } catch (JacksonException e) {
      throw new ConfigException("'" + value + "' is no value for '" + key + "'", e);
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
