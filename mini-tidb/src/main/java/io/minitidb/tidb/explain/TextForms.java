package io.minitidb.tidb.explain;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A described plan as one text: MySQL's tree, or JSON with TiDB's keys.
final class TextForms {
  private static final JsonMapper JSON = JsonMapper.shared();

  private TextForms() {}

  static String tree(Described node) {
    StringBuilder out = new StringBuilder();
    tree(node, "", out);
    return out.toString();
  }

  private static void tree(Described node, String indent, StringBuilder out) {
    out.append(indent).append("-> ").append(node.name());
    if (!node.object().isEmpty()) {
      out.append(" on ").append(node.object());
    }
    if (!node.info().isEmpty()) {
      out.append(": ").append(node.info());
    }
    out.append(String.format(Locale.ROOT, "  (%s rows=%.0f)", node.task(), node.rows()));
    node.actual()
        .ifPresent(actual ->
            out.append(" (actual rows=")
                .append(actual.rows())
                .append(' ')
                .append(actual.execution())
                .append(')'));
    out.append('\n');
    node.inputs().forEach(input -> tree(input, indent + "    ", out));
  }

  static String json(Described node) {
    ArrayNode all = JSON.createArrayNode();
    all.add(object(node));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static ObjectNode object(Described node) {
    ObjectNode out = JSON.createObjectNode();
    out.put("id", node.name());
    out.put("estRows", String.format(Locale.ROOT, "%.2f", node.rows()));
    node.actual().ifPresent(actual -> out.put("actRows", Long.toString(actual.rows())));
    out.put("taskType", node.task());
    if (!node.object().isEmpty()) {
      out.put("accessObject", node.object());
    }
    node.actual().ifPresent(actual -> out.put("executeInfo", actual.execution()));
    if (!node.info().isEmpty()) {
      out.put("operatorInfo", node.info());
    }
    if (!node.inputs().isEmpty()) {
      ArrayNode inputs = out.putArray("subOperators");
      node.inputs().forEach(input -> inputs.add(object(input)));
    }
    return out;
  }
}
