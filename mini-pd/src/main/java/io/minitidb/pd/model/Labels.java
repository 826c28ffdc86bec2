package io.minitidb.pd.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The labels of stores. Keys compare without case.
public final class Labels {
  private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?";
  private static final Pattern KEY = Pattern.compile("\\$?" + WORD);
  private static final Pattern VALUE = Pattern.compile("[-A-Za-z0-9_./]*");

  /// Says what kind of store it is; no location, and not for people to set.
  public static final String ENGINE = "engine";

  private Labels() {}

  /// Splits a comma-separated list of keys.
  public static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }

  /// Returns `labels` with `changes` laid over them; an empty value takes the label away.
  public static Map<String, String> merge(Map<String, String> labels, Map<String, String> changes) {
    Map<String, String> merged = caseless(labels);
    changes.forEach((key, value) -> {
      merged.remove(key); // so that the new spelling holds
      if (!value.isEmpty()) {
        merged.put(key, value);
      }
    });
    return merged;
  }

  /// Returns why a store with these labels is refused where labels are strict, or empty.
  ///
  /// @param location the labels that each store must have, and no others
  public static Optional<String> mismatch(Map<String, String> labels, List<String> location) {
    Map<String, String> own = caseless(labels);
    for (String key : location) {
      if (own.getOrDefault(key, "").isEmpty()) {
        return Optional.of("label configuration is incorrect, need to specify the key: " + key);
      }
    }
    for (String key : own.keySet()) {
      if (!key.equals(ENGINE) && location.stream().noneMatch(key::equalsIgnoreCase)) {
        return Optional.of(
            "key matching the label was not found in the PD, store label key: " + key);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> caseless(Map<String, String> labels) {
    Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    own.putAll(labels);
    return own;
  }
}
