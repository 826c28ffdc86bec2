package io.minitidb.integration.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// A table drawn with `+`, `-` and `|`, as the `mysql` client prints it. Numbers are set to the
/// right.
public final class TextTable {

  /// @param right whether the values are set to the right
  public record Heading(String name, boolean right) {}

  private final List<Heading> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<Heading> headings) {
    this.headings = List.copyOf(headings);
  }

  /// Returns a table whose columns are all set to the left.
  public static TextTable of(String... names) {
    return new TextTable(Arrays.stream(names).map(name -> new Heading(name, false)).toList());
  }

  /// Adds a row; null is printed as `NULL`.
  public TextTable add(List<@Nullable String> values) {
    if (values.size() != headings.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + headings.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String value : values) {
      row.add(value == null ? "NULL" : value);
    }
    rows.add(row);
    return this;
  }

  public int size() {
    return rows.size();
  }

  /// Returns the table, each line ended by a line feed.
  public String horizontal() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(headings.get(i).name());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder out = new StringBuilder();
    line(out, widths);
    for (int i = 0; i < widths.length; i++) {
      cell(out, headings.get(i).name(), widths[i], false);
    }
    out.append("|\n");
    line(out, widths);
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        cell(out, row.get(i), widths[i], headings.get(i).right());
      }
      out.append("|\n");
    }
    if (!rows.isEmpty()) {
      line(out, widths);
    }
    return out.toString();
  }

  /// Returns the rows one below the other, a line for each column.
  public String vertical() {
    int width = headings.stream().mapToInt(heading -> width(heading.name())).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      String stars = "*".repeat(27);
      out.append(stars).append(' ').append(r + 1).append(". row ").append(stars).append('\n');
      for (int i = 0; i < headings.size(); i++) {
        String name = headings.get(i).name();
        out.append(" ".repeat(width - width(name)))
            .append(name)
            .append(": ")
            .append(rows.get(r).get(i))
            .append('\n');
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, int[] widths) {
    for (int width : widths) {
      out.append('+').append("-".repeat(width + 2));
    }
    out.append("+\n");
  }

  private static void cell(StringBuilder out, String text, int width, boolean right) {
    String blank = " ".repeat(width - width(text));
    out.append("| ").append(right ? blank + text : text + blank).append(' ');
  }

  /// Terminal columns, not characters: a CJK character takes two, a combining one none.
  private static int width(String text) {
    return text.codePoints().map(WCWidth::wcwidth).filter(columns -> columns > 0).sum();
  }
}
