package io.minitidb.pd.http;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The configuration as the original shows it: truth values of three sections are texts, some
/// values follow from others, and what is off by default is left out.
final class ConfigJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TEXTUAL = List.of("schedule", "replication", "pd-server");
  private static final long KEYS_PER_MIB = 10_000;

  private ConfigJson() {}

  /// @param live the configuration by its items
  /// @param temporary values that hold for a time, by dotted key
  /// @param stores ids of the stores, each of which has its limit
  static ObjectNode shape(String live, Map<String, String> temporary, List<Long> stores) {
    ObjectNode root = parse(live);
    temporary.forEach((key, value) -> overlay(root, key, value));
    TEXTUAL.forEach(section -> truthAsText(section(root, section)));
    ObjectNode schedule = section(root, "schedule");
    if (schedule.path("halt-scheduling").asString("").equals("false")) {
      schedule.remove("halt-scheduling");
    }
    if (schedule.path("max-merge-region-keys").asLong(0) == 0) {
      long size = schedule.path("max-merge-region-size").asLong(0);
      schedule.put("max-merge-region-keys", size * KEYS_PER_MIB);
    }
    ObjectNode limit = section(schedule, "store-limit");
    ObjectNode limits = JSON.createObjectNode();
    stores.forEach(id -> limits.set(Long.toUnsignedString(id), limit.deepCopy()));
    schedule.set("store-limit", limits);
    return root;
  }

  static ObjectNode parse(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  static String render(JsonNode node) {
    return GoJson.reformat(node.toString());
  }

  static ObjectNode section(ObjectNode root, String name) {
    return (ObjectNode) root.path(name);
  }

  private static void overlay(ObjectNode root, String key, String value) {
    int dot = key.lastIndexOf('.');
    if (root.at("/" + key.substring(0, dot).replace('.', '/')) instanceof ObjectNode section) {
      String name = key.substring(dot + 1);
      JsonNode before = section.path(name);
      if (before.isNumber()) {
        section.put(name, new BigDecimal(value));
      } else if (before.isBoolean()) {
        section.put(name, Boolean.parseBoolean(value));
      } else {
        section.put(name, value);
      }
    }
  }

  private static void truthAsText(ObjectNode section) {
    for (String name : List.copyOf(section.propertyNames())) {
      if (section.path(name).isBoolean()) {
        section.put(name, section.path(name).asString());
      }
    }
  }
}
