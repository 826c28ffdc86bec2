package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON documents that are made and changed.
final class JsonChanges {
  static final List<Function> ALL = all();

  private JsonChanges() {}

  /// Which places a change touches: those that are there, those that are not.
  private enum Mode {
    SET,
    INSERT,
    REPLACE;

    boolean replaces() {
      return this != INSERT;
    }

    boolean adds() {
      return this != REPLACE;
    }
  }

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    int sig = 100660;
    for (Kind kind : List.of(Kind.JSON, Kind.STRING)) {
      all.add(new Function(sig++, "json_set", kind, change(Mode.SET)));
      all.add(new Function(sig++, "json_insert", kind, change(Mode.INSERT)));
      all.add(new Function(sig++, "json_replace", kind, change(Mode.REPLACE)));
      all.add(new Function(sig++, "json_remove", kind, JsonChanges::remove));
      all.add(new Function(sig++, "json_merge_patch", kind, JsonChanges::mergePatch));
    }
    all.add(new Function(100680, "json_array", Kind.STRING, JsonChanges::array));
    all.add(new Function(100681, "json_object", Kind.STRING, JsonChanges::object));
    return all;
  }

  private static void array(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      ArrayNode array = JsonText.NODES.arrayNode();
      for (Vector arg : args) {
        array.add(JsonText.value(arg, row));
      }
      out.appendString(JsonText.print(array));
    }
  }

  private static void object(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      ObjectNode object = JsonText.NODES.objectNode();
      for (int i = 0; i + 1 < args.length; i += 2) {
        if (args[i].isNull(row)) {
          throw new EvalException(3158, "JSON documents may not contain NULL member names.");
        }
        object.set(Values.text(args[i], row), JsonText.value(args[i + 1], row));
      }
      out.appendString(JsonText.print(object));
    }
  }

  /// (document, path, value, path, value, ...), one after the other.
  private static Function.Body change(Mode mode) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        boolean unknown = args[0].isNull(row);
        for (int i = 1; i < args.length; i += 2) {
          unknown |= args[i].isNull(row);
        }
        if (unknown) {
          out.appendNull();
          continue;
        }
        JsonNode document = JsonText.document(args, 0, row, call);
        for (int i = 1; i + 1 < args.length; i += 2) {
          document =
              changed(document, path(args[i], row), 0, JsonText.value(args[i + 1], row), mode);
        }
        out.appendString(JsonText.print(document));
      }
    };
  }

  private static List<JsonPath.Leg> path(Vector paths, int row) {
    JsonPath path = JsonPath.of(paths.getString(row));
    if (path.isWild()) {
      throw new EvalException(
          3149,
          "In this situation, path expressions may not contain the * and ** tokens or an array"
              + " range.");
    }
    return path.legs();
  }

  /// Returns `node` with `value` at the path; a place whose parent is missing is left alone.
  private static JsonNode changed(
      JsonNode node, List<JsonPath.Leg> legs, int at, JsonNode value, Mode mode) {
    if (at == legs.size()) {
      return mode.replaces() ? value : node;
    }
    boolean last = at == legs.size() - 1;
    return switch (legs.get(at)) {
      case JsonPath.Leg.Member member when node instanceof ObjectNode object -> {
        JsonNode child = object.get(member.key());
        if (child != null) {
          object.set(member.key(), changed(child, legs, at + 1, value, mode));
        } else if (last && mode.adds()) {
          object.set(member.key(), value);
        }
        yield object;
      }
      case JsonPath.Leg.Cell cell when node instanceof ArrayNode array -> {
        int index = cell.in(array);
        if (index >= 0 && index < array.size()) {
          array.set(index, changed(array.get(index), legs, at + 1, value, mode));
        } else if (last && mode.adds()) {
          array.insert(index < 0 ? 0 : array.size(), value);
        }
        yield array;
      }
      case JsonPath.Leg.Cell cell -> {
        if (cell.index() == 0) {
          yield changed(node, legs, at + 1, value, mode);
        }
        // A value that is no array becomes one when something is put behind it.
        yield last && mode.adds() ? JsonText.NODES.arrayNode().add(node).add(value) : node;
      }
      default -> node;
    };
  }

  private static void remove(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      JsonNode document = JsonText.document(args, 0, row, call);
      for (int i = 1; i < args.length; i++) {
        List<JsonPath.Leg> legs = path(args[i], row);
        if (legs.isEmpty()) {
          throw new EvalException(3153, "The path expression '$' is not allowed in this context.");
        }
        JsonNode parent = new JsonPath(legs.subList(0, legs.size() - 1)).first(document);
        remove(parent, legs.getLast());
      }
      out.appendString(JsonText.print(document));
    }
  }

  private static void remove(@Nullable JsonNode parent, JsonPath.Leg leg) {
    if (parent instanceof ObjectNode object && leg instanceof JsonPath.Leg.Member member) {
      object.remove(member.key());
    } else if (parent instanceof ArrayNode array && leg instanceof JsonPath.Leg.Cell cell) {
      int index = cell.in(array);
      if (index >= 0 && index < array.size()) {
        array.remove(index);
      }
    }
  }

  /// RFC 7396, from left to right; a NULL document makes the result unknown.
  private static void mergePatch(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      JsonNode merged = JsonText.document(args, 0, row, call);
      for (int i = 1; i < args.length; i++) {
        merged = patched(merged, JsonText.document(args, i, row, call));
      }
      out.appendString(JsonText.print(merged));
    }
  }

  private static JsonNode patched(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result = target instanceof ObjectNode object ? object : JsonText.NODES.objectNode();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        JsonNode old = result.get(change.getKey());
        result.set(
            change.getKey(),
            patched(old == null ? JsonText.NODES.nullNode() : old, change.getValue()));
      }
    }
    return result;
  }
}
