package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// JSON_OBJECTAGG(key, value): an object; of equal keys the last value counts. Keys stand in
/// MySQL's order, short ones first. NULL without rows; a NULL key is error 3158.
final class JsonObjectAccumulator extends Accumulator.ByRow {
  private static final Comparator<String> SHORT_FIRST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final List<Map<String, String>> objects = new ArrayList<>();
  private long bytes;

  @Override
  void reserve(int groups) {
    while (objects.size() < groups) {
      objects.add(new TreeMap<>(SHORT_FIRST));
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    if (args[0].isNull(row)) {
      throw new EvalException(3158, "JSON documents may not contain NULL member names.");
    }
    String key = Values.text(args[0], row);
    String value = JsonText.of(args[1], row);
    objects.get(group).put(key, value);
    bytes += 128L + key.length() + value.length();
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    boolean none = group >= objects.size() || objects.get(group).isEmpty();
    out.appendString(
        none
            ? null
            : objects.get(group).entrySet().stream()
                .map(entry -> JsonText.quoted(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}")));
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
