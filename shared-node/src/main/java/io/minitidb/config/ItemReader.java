package io.minitidb.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what items are from the comments of a file of defaults. Above each item stand what it does
/// and, in a line that begins with `#:`, its type, its range, its unit and whether it can be
/// changed online:
///
/// ```
/// # How often the machine is sampled.
/// #: duration 10ms..1h, online
/// sample-interval = "1s"
/// ```
///
/// A choice lists its words: `#: choice debug|info|warn`.
final class ItemReader {
  private static final Pattern SECTION = Pattern.compile("\\[([\\w.-]+)]\\s*");
  private static final Pattern ITEM = Pattern.compile("([\\w-]+)\\s*=.*");
  private static final Pattern TYPE =
      Pattern.compile(
          "#:\\s*(\\w+)(?:\\s+([\\w.-]*?)\\.\\.([\\w.-]*)|\\s+([\\w-]*(?:\\|[\\w-]*)+))?"
              + "(?:\\s+([\\w/%]+))?(,\\s*online)?\\s*");

  private final String source;
  private final Map<String, String> values;
  private final Map<String, ConfigItem> items = new TreeMap<>();
  private final List<String> about = new ArrayList<>();
  private String section = "";
  private String type = "";

  /// @param source name of the file, for errors
  /// @param values the default of each item as text, by its key
  ItemReader(String source, Map<String, String> values) {
    this.source = source;
    this.values = values;
  }

  /// @throws ConfigException for an item without a description or a type, or with a default that is
  ///   not allowed
  Map<String, ConfigItem> read(List<String> lines) {
    for (String line : lines) {
      Matcher sections = SECTION.matcher(line);
      Matcher item = ITEM.matcher(line);
      if (line.startsWith("#:")) {
        type = line;
      } else if (line.startsWith("#")) {
        about.add(line.substring(1).strip());
      } else if (sections.matches()) {
        section = sections.group(1) + ".";
        forget();
      } else if (item.matches()) {
        add(section + item.group(1));
        forget();
      } else if (line.isBlank()) {
        forget();
      }
    }
    return items;
  }

  private void forget() {
    about.clear();
    type = "";
  }

  private void add(String key) {
    Matcher parts = TYPE.matcher(type);
    if (about.isEmpty() || !parts.matches()) {
      throw new ConfigException(
          "'"
              + key
              + "' in "
              + source
              + " lacks its description or its line of type: '"
              + type
              + "'");
    }
    ConfigItem item =
        new ConfigItem(
            key,
            ValueType.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
            orEmpty(parts.group(2)),
            orEmpty(parts.group(3)),
            parts.group(4) == null ? List.of() : List.of(parts.group(4).split("\\|")),
            orEmpty(parts.group(5)),
            values.getOrDefault(key, ""),
            parts.group(6) != null,
            String.join(" ", about));
    items.put(key, item.normalised());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
