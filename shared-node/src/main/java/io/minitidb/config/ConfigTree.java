package io.minitidb.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tree of settings addressed by dotted keys, as `CLUSTER_CONFIG` shows them: `log.level`,
/// `server.status-addr`.
public final class ConfigTree {
  /// Names of items whose values nobody may read. The token of a new etcd cluster is none: it only
  /// tells clusters apart.
  private static final Pattern SECRET =
      Pattern.compile("(password|passwd|passphrase|secret|credential|(?<!cluster-)token)s?$");

  static final String HIDDEN = "******";

  private final ObjectNode root;

  ConfigTree(ObjectNode root) {
    this.root = root;
  }

  /// Returns whether nobody may read the value of the item.
  public static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  /// Returns this tree with other values; what does not change is shared.
  ConfigTree with(Map<String, JsonNode> values) {
    ObjectNode top = root.objectNode().setAll(root);
    Map<String, ObjectNode> copied = new TreeMap<>();
    values.forEach((key, value) -> {
      int dot = key.lastIndexOf('.');
      section(top, dot < 0 ? "" : key.substring(0, dot), copied).set(key.substring(dot + 1), value);
    });
    return new ConfigTree(top);
  }

  /// Returns the copy of a section, made when it is asked for first.
  private static ObjectNode section(ObjectNode top, String path, Map<String, ObjectNode> copied) {
    if (path.isEmpty()) {
      return top;
    }
    ObjectNode known = copied.get(path);
    if (known != null) {
      return known;
    }
    int dot = path.lastIndexOf('.');
    ObjectNode parent = section(top, dot < 0 ? "" : path.substring(0, dot), copied);
    String name = path.substring(dot + 1);
    ObjectNode copy = parent.objectNode().setAll((ObjectNode) parent.get(name));
    parent.set(name, copy);
    copied.put(path, copy);
    return copy;
  }

  /// Sets one item that is there.
  void set(String key, JsonNode value) {
    int dot = key.lastIndexOf('.');
    JsonNode section = dot < 0 ? root : root.at(pointer(key.substring(0, dot)));
    ((ObjectNode) section).set(key.substring(dot + 1), value);
  }

  /// Returns one item's value, or missing when there is none.
  JsonNode get(String key) {
    return root.at(pointer(key));
  }

  private static String pointer(String key) {
    return "/" + key.replace('.', '/');
  }

  /// Returns a value as text: a string without quotes, everything else as JSON.
  static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  ObjectNode root() {
    return root;
  }

  /// Lays `upper` over this tree. A key that this tree does not have is refused with its full path
  /// and the keys that it could be.
  void overlay(JsonNode upper, String source) {
    overlay(root, upper, "", source);
  }

  private static void overlay(ObjectNode lower, JsonNode upper, String path, String source) {
    for (Map.Entry<String, JsonNode> entry : upper.properties()) {
      String key = path + entry.getKey();
      JsonNode old = lower.get(entry.getKey());
      if (old == null) {
        throw new ConfigException(
            "unknown item '"
                + key
                + "' in "
                + source
                + "; known there: "
                + new TreeSet<>(lower.propertyNames()));
      }
      if (old instanceof ObjectNode section) {
        if (!entry.getValue().isObject()) {
          throw new ConfigException("'" + key + "' in " + source + " is a section, not a value");
        }
        overlay(section, entry.getValue(), key + ".", source);
      } else if (entry.getValue().isObject()) {
        throw new ConfigException("'" + key + "' in " + source + " is a value, not a section");
      } else {
        lower.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /// Returns every item with its dotted key as it is, secrets too.
  Map<String, String> values() {
    Map<String, String> flat = new TreeMap<>();
    flatten(root, "", flat);
    return flat;
  }

  /// Returns every item with its dotted key, in key order; strings without quotes, arrays and other
  /// values as JSON. Secrets are shown as `******`.
  public Map<String, String> flatten() {
    Map<String, String> flat = new TreeMap<>();
    flatten(shown(), "", flat);
    return flat;
  }

  private static void flatten(JsonNode node, String path, Map<String, String> flat) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(value, path + entry.getKey() + ".", flat);
      } else {
        flat.put(path + entry.getKey(), text(value));
      }
    }
  }

  /// Returns the tree as indented JSON, the body of `GET /config`. Secrets are shown as `******`.
  public String toJson() {
    return shown().toPrettyString();
  }

  private ObjectNode shown() {
    ObjectNode shown = root.deepCopy();
    hideSecrets(shown);
    return shown;
  }

  private static void hideSecrets(ObjectNode section) {
    for (Map.Entry<String, JsonNode> entry : section.properties()) {
      if (entry.getValue() instanceof ObjectNode inner) {
        hideSecrets(inner);
      } else if (SECRET.matcher(entry.getKey()).find()
          && !entry.getValue().asString("-").isEmpty()) {
        section.put(entry.getKey(), HIDDEN);
      }
    }
  }
}
