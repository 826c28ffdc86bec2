package io.minitidb.desired;

import io.minitidb.config.Configurable.Checked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The first half of a change: every node that it concerns is asked whether it could run it.
///
/// @param answers of each target, in their order
record Checks(Map<Target, Preview> answers) {
  /// How many nodes a message names.
  private static final int NAMED = 4;

  /// Asks all at once.
  static Checks ask(DesiredState base, DesiredState next, Wanted wanted, List<Target> targets) {
    Map<Target, CompletableFuture<List<Checked>>> asked = new LinkedHashMap<>();
    for (Target target : targets) {
      List<String> keys = wanted.keys(target.kind(), target.instance());
      if (!keys.isEmpty()) {
        asked.put(
            target,
            target.check(
                before(base, target, keys), next.of(target.kind(), target.instance()), keys));
      }
    }
    Map<Target, Preview> answers = new LinkedHashMap<>();
    asked.forEach((target, answer) -> answers.put(target, preview(target, answer, wanted)));
    return new Checks(answers);
  }

  private static Map<String, String> before(DesiredState base, Target target, List<String> keys) {
    Map<String, String> before = base.of(target.kind(), target.instance());
    before.keySet().retainAll(keys);
    return before;
  }

  private static Preview preview(
      Target target, CompletableFuture<List<Checked>> answer, Wanted wanted) {
    try {
      return new Preview(target.kind(), target.instance(), answer.join(), Optional.empty());
    } catch (RuntimeException e) {
      List<Checked> unknown =
          wanted.keys(target.kind(), target.instance()).stream()
              .map(key -> new Checked(key, Optional.empty(), Optional.empty(), Optional.empty()))
              .toList();
      return new Preview(target.kind(), target.instance(), unknown, Optional.of(Failures.text(e)));
    }
  }

  List<Preview> previews() {
    return List.copyOf(answers.values());
  }

  /// Returns the nodes that answered.
  List<Target> answering() {
    List<Target> answering = new ArrayList<>();
    answers.forEach((target, preview) -> {
      if (preview.silence().isEmpty()) {
        answering.add(target);
      }
    });
    return answering;
  }

  /// Returns the nodes that did not answer.
  List<Made.Node> silent() {
    return answers.values().stream()
        .filter(each -> each.silence().isPresent())
        .map(each -> new Made.Node(each.kind(), each.instance(), each.silence()))
        .toList();
  }

  /// @param strict whether a node that does not answer refuses the change
  /// @throws ChangeException when a node refuses it, or none has answered
  void refuse(boolean strict) {
    Map<String, List<String>> refusals = new LinkedHashMap<>();
    Map<String, List<String>> silent = new LinkedHashMap<>();
    for (Preview node : answers.values()) {
      String name = node.kind().text() + " " + node.instance();
      node.refusals().forEach(why -> add(refusals, why, name));
      node.silence().ifPresent(why -> add(silent, why, name));
    }
    if (!refusals.isEmpty()) {
      throw new ChangeException(
          "nothing is changed: " + text(refusals, " refuses: "), List.copyOf(refusals.keySet()));
    }
    if (!silent.isEmpty() && (strict || silent().size() == answers.size())) {
      throw new ChangeException("nothing is changed: " + text(silent, " "));
    }
  }

  private static void add(Map<String, List<String>> nodes, String why, String node) {
    nodes.computeIfAbsent(why, key -> new ArrayList<>()).add(node);
  }

  /// A thousand nodes with the same reason are one sentence.
  private static String text(Map<String, List<String>> reasons, String verb) {
    return reasons.entrySet().stream()
        .map(reason -> some(reason.getValue()) + verb + reason.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String some(List<String> nodes) {
    return nodes.size() <= NAMED
        ? String.join(", ", nodes)
        : String.join(", ", nodes.subList(0, NAMED - 1))
            + " and "
            + (nodes.size() - NAMED + 1)
            + " more";
  }
}
