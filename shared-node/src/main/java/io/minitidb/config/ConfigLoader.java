package io.minitidb.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /// A configuration in both of its forms.
  public record Loaded<R extends Record>(R config, ConfigTree tree) {}

  /// @param type the record that the tree is bound to, component `statusAddr` to item `status-addr`
  /// @param defaults name of the resource beside `type`
  /// @param file the user's file
  /// @param flags dotted key to value, as given on the command line
  public static <R extends Record> Loaded<R> load(
      Class<R> type, String defaults, Optional<Path> file, Map<String, String> flags) {
    ConfigTree tree = new ConfigTree(defaults(type, defaults));
    file.ifPresent(path -> tree.overlay(parse(path), path.toString()));
    flags.forEach((key, value) -> tree.overlay(flag(tree, key, value), "the command line"));
    try {
      return new Loaded<>(TOML.treeToValue(tree.root(), type), tree);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof RuntimeException inner ? inner : e;
      throw new ConfigException("bad configuration: " + firstLine(cause), e);
    }
  }

  private static ObjectNode defaults(Class<?> type, String name) {
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
      return (ObjectNode) TOML.readTree(in);
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
