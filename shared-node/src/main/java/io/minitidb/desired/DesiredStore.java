package io.minitidb.desired;

import io.minitidb.etcd.Etcd;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The desired state in etcd: one key for the state, one for each change, and what the nodes did.
/// The coordinator writes the outcomes that it has heard of in one key; a node that it did not hear
/// of writes its own beside it.
///
/// All methods throw [io.minitidb.etcd.EtcdException] when etcd does not answer.
public final class DesiredStore {
  /// How many changes are remembered; older ones are forgotten.
  static final int HISTORY = 1000;

  private static final String ROOT = "/minitidb/config/";
  private static final String STATE = ROOT + "desired";
  private static final String CHANGES = ROOT + "change/";
  private static final String OUTCOMES = ROOT + "outcome/";
  private static final JsonMapper JSON = new JsonMapper();

  private final Etcd etcd;

  public DesiredStore(Etcd etcd) {
    this.etcd = etcd;
  }

  /// The state as it stands in etcd, with what guards it against a change at the same time.
  public record Snapshot(Etcd.Entry entry, DesiredState state) {
    static final Snapshot NONE = new Snapshot(new Etcd.Entry(STATE, "", 0), DesiredState.EMPTY);
  }

  /// A scope with its values, because keys of JSON are texts.
  private record Values(Scope scope, TreeMap<String, String> items) {}

  private record StateJson(long revision, List<Values> values) {}

  public Snapshot read() {
    return snapshot(etcd.get(STATE));
  }

  /// Calls `changed` with each new state, still to be read by [#snapshot], on a thread of the
  /// client; it must not block.
  void watch(Consumer<Etcd.Entry> changed) {
    etcd.watch(STATE, changed);
  }

  static Snapshot snapshot(Etcd.Entry entry) {
    if (entry.value().isEmpty()) {
      return new Snapshot(entry, DesiredState.EMPTY);
    }
    StateJson json = JSON.readValue(entry.value(), StateJson.class);
    TreeMap<Scope, SortedMap<String, String>> values = new TreeMap<>();
    json.values().forEach(each -> values.put(each.scope(), each.items()));
    return new Snapshot(entry, new DesiredState(json.revision(), values));
  }

  private static String text(DesiredState state) {
    List<Values> values = new ArrayList<>();
    state.values().forEach((scope, items) -> values.add(new Values(scope, new TreeMap<>(items))));
    return JSON.writeValueAsString(new StateJson(state.revision(), values));
  }

  /// Makes `next` the state and writes its change down, both or none.
  ///
  /// @return whether it did; not when the state is no longer `base`
  boolean commit(Snapshot base, DesiredState next, Change change) {
    Map<String, String> puts =
        Map.of(
            STATE, text(next), CHANGES + number(next.revision()), JSON.writeValueAsString(change));
    List<String> forgotten = new ArrayList<>();
    long old = next.revision() - HISTORY;
    if (old > 0) {
      forgotten.add(CHANGES + number(old));
      forgotten.add(OUTCOMES + number(old));
    }
    return etcd.commit(base.entry(), puts, forgotten).isPresent();
  }

  /// So that keys sort as the numbers do.
  private static String number(long revision) {
    return "%019d".formatted(revision);
  }

  /// Returns whether the change of that id made the revision.
  boolean made(long revision, String id) {
    String text = etcd.get(CHANGES + number(revision)).value();
    return !text.isEmpty() && JSON.readValue(text, Change.class).id().equals(id);
  }

  /// Returns all changes that are remembered, the oldest first.
  public List<Change> changes() {
    return changes(0);
  }

  /// Returns the changes that made revisions after `revision`, the oldest first.
  public List<Change> changes(long revision) {
    return etcd.range(CHANGES, CHANGES + number(revision + 1)).values().stream()
        .map(text -> JSON.readValue(text, Change.class))
        .toList();
  }

  /// Returns what nodes did, by revision.
  public NavigableMap<Long, List<NodeOutcome>> outcomes() {
    NavigableMap<Long, List<NodeOutcome>> all = new TreeMap<>();
    etcd.range(OUTCOMES)
        .forEach((key, value) -> {
          String revision = key.substring(OUTCOMES.length()).split("/", 2)[0];
          all.computeIfAbsent(Long.parseLong(revision), each -> new ArrayList<>())
              .addAll(outcomes(value));
        });
    return all;
  }

  private static List<NodeOutcome> outcomes(String text) {
    try {
      return JSON.readValue(text, new TypeReference<List<NodeOutcome>>() {});
    } catch (JacksonException e) {
      return List.of(); // of a later version
    }
  }

  /// Returns whether the outcome of the node is written down by whoever made the revision.
  boolean knows(long revision, NodeKind kind, String instance) {
    String text = etcd.get(OUTCOMES + number(revision)).value();
    return !text.isEmpty()
        && outcomes(text).stream().anyMatch(outcome -> outcome.is(kind, instance));
  }

  /// Writes down what the coordinator has heard of.
  void heard(long revision, List<NodeOutcome> outcomes) {
    etcd.put(OUTCOMES + number(revision), JSON.writeValueAsString(outcomes));
  }

  /// Writes down what one node did.
  void report(long revision, NodeOutcome outcome) {
    etcd.put(
        OUTCOMES + number(revision) + "/" + outcome.kind().text() + "/" + outcome.instance(),
        JSON.writeValueAsString(List.of(outcome)));
  }
}
