package io.minitidb.config;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One item of a node's configuration: what it means and which values it takes.
///
/// @param key dotted: `log.level`
/// @param min least value as text, empty when there is no limit
/// @param max greatest value as text, empty when there is no limit
/// @param choices of a [ValueType#CHOICE], else empty
/// @param unit of a plain number, empty when it counts things or says its unit itself
/// @param initial the built-in default as text
/// @param online whether it can be changed while the node runs
/// @param about what it does, in a sentence or two
public record ConfigItem(
    String key,
    ValueType type,
    String min,
    String max,
    List<String> choices,
    String unit,
    String initial,
    boolean online,
    String about) {

  /// In characters; the values of all nodes are kept in one key of etcd.
  private static final int LONGEST = 16384;

  public ConfigItem {
    choices = List.copyOf(choices);
  }

  /// Returns this item with its default in the normal form.
  ///
  /// @throws ConfigException when it is not allowed
  ConfigItem normalised() {
    if (online && secret()) {
      throw new ConfigException(
          "'" + key + "' is a secret: what SQL sets is kept for everybody who reads etcd");
    }
    try {
      return new ConfigItem(
          key, type, min, max, choices, unit, ConfigTree.text(value(initial)), online, about);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("the default of '" + key + "': " + e.getMessage(), e);
    }
  }

  /// Returns whether nobody may read its value.
  public boolean secret() {
    return ConfigTree.isSecret(key);
  }

  /// Returns the value in its normal form.
  ///
  /// @throws IllegalArgumentException for a value of another type or out of range, with what is
  ///   allowed; the value of a secret is not repeated
  JsonNode value(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("the value has more than " + LONGEST + " characters");
    }
    JsonNode value;
    try {
      value = type.parse(text);
    } catch (IllegalArgumentException e) {
      throw secret() ? new IllegalArgumentException("the value is malformed") : e;
    }
    if (type == ValueType.CHOICE) {
      return choice(text.strip());
    }
    boolean low = !min.isEmpty() && type.measure(text).compareTo(type.measure(min)) < 0;
    boolean high = !max.isEmpty() && type.measure(text).compareTo(type.measure(max)) > 0;
    if (low || high) {
      throw new IllegalArgumentException("'" + text + "' is not " + range());
    }
    return value;
  }

  private JsonNode choice(String text) {
    return choices.stream()
        .filter(text::equalsIgnoreCase)
        .findFirst()
        .map(JsonNodeFactory.instance::stringNode)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + text + "' is none of " + String.join(", ", choices)));
  }

  /// Returns the allowed values as text: `1 to 20`, `at least 10ms`, `debug, info, warn`; empty
  /// when all values of the type are.
  public String range() {
    if (!choices.isEmpty()) {
      return String.join(", ", choices);
    }
    if (min.isEmpty() && max.isEmpty()) {
      return "";
    }
    return max.isEmpty()
        ? "at least " + min
        : min.isEmpty() ? "at most " + max : min + " to " + max;
  }
}
