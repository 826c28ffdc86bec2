package io.minitidb.profile;

import io.minitidb.profile.FlameTree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// A profile as a picture: one SVG file that needs nothing else. A frame is as wide as its share,
/// callers stand below what they call. Pointing at a frame tells its name and its share; in a
/// browser a click zooms and typing searches.
public final class FlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 17;
  private static final int HEAD = 52;
  private static final double LETTER = 6.6;

  /// A frame of less than half a pixel is not drawn.
  private static final double LEAST = 0.5 / WIDTH;

  private static final int MOST = 10_000;

  private static final Pattern PACKAGE = Pattern.compile("^(?:[a-z_0-9]+\\.)+(?=[A-Z])");

  private final Profile profile;
  private final Set<Node> shown;
  private final long total;
  private final int height;
  private final StringBuilder svg = new StringBuilder();

  private FlameGraph(Profile profile, FlameTree tree) {
    this.profile = profile;
    total = tree.root().value();
    shown = tree.largest(LEAST, MOST);
    height = HEAD + (depth(tree.root()) + 1) * ROW + ROW / 2;
  }

  /// @param title names the node; kind, length and moment are added
  public static String svg(Profile profile, String title) {
    FlameTree tree = FlameTree.of(profile);
    return new FlameGraph(profile, tree).draw(title, tree.root());
  }

  private List<Node> children(Node node) {
    return node.children().stream().filter(shown::contains).toList();
  }

  private int depth(Node node) {
    return children(node).stream().mapToInt(child -> depth(child) + 1).max().orElse(0);
  }

  private String draw(String title, Node root) {
    svg.append(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" data-width="%1$d"
            font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="11">
        <rect width="100%%" height="100%%" fill="#fffdf5"/>
        <text x="%3$d" y="22" text-anchor="middle" font-size="16">%4$s</text>
        <text id="note" x="%3$d" y="40" text-anchor="middle" fill="#666">%5$s</text>
        """
            .formatted(WIDTH, height, WIDTH / 2, escape(title), escape(subtitle())));
    frame(root, total == 0 ? "root: nothing was seen" : "root", 0, WIDTH, 0);
    return svg.append("<script><![CDATA[\n")
        .append(script())
        .append("]]></script>\n</svg>\n")
        .toString();
  }

  private String subtitle() {
    String over = profile.length().isZero() ? "" : " over " + profile.length().toSeconds() + " s";
    return "%s profile%s, %s, %,d %s in all"
        .formatted(profile.kind().text(), over, profile.start(), total, profile.kind().unit());
  }

  private void frame(Node node, String name, double x, double width, int depth) {
    String share = Percent.of(node.value(), total);
    int y = height - (depth + 2) * ROW + ROW / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <g class="frame" data-name="%1$s" data-x="%2$.2f" data-w="%3$.2f" data-d="%4$d">\
            <title>%1$s, %5$s (%6$d %7$s) %8$s</title>\
            <rect x="%2$.2f" y="%9$d" width="%10$.2f" height="%11$d" fill="%12$s" rx="1"/>\
            <text x="%13$.2f" y="%14$d">%15$s</text></g>
            """,
            escape(name),
            x,
            width,
            depth,
            share,
            node.value(),
            profile.kind().unit(),
            escape(depth == 0 ? "" : node.place()),
            y,
            Math.max(0, width - 0.5),
            ROW - 1,
            color(node.function()),
            x + 3,
            y + 12,
            escape(label(name, share, width))));
    double left = x;
    for (Node child : children(node)) {
      double part = width * child.value() / Math.max(1, node.value());
      frame(child, child.function(), left, part, depth + 1);
      left += part;
    }
  }

  /// As much of the name as there is room for: with the share behind it, whole, without its
  /// package, or only its beginning.
  private static String label(String name, String share, double width) {
    int room = (int) ((width - 6) / LETTER);
    if (room < 3) {
      return "";
    }
    String whole = name + " " + share;
    if (whole.length() <= room) {
      return whole;
    }
    String shorter = name.length() <= room ? name : PACKAGE.matcher(name).replaceFirst("");
    return shorter.length() <= room ? shorter : shorter.substring(0, room - 2) + "..";
  }

  /// Warm colours, one for the functions of a class; ours stand out.
  private static String color(String function) {
    int dot = function.lastIndexOf('.');
    int hash = Math.floorMod((dot < 0 ? function : function.substring(0, dot)).hashCode(), 60);
    return function.startsWith("io.minitidb.")
        ? "rgb(%d,%d,60)".formatted(235 + hash / 3, 95 + hash)
        : "rgb(%d,%d,110)".formatted(225 + hash / 3, 170 + hash);
  }

  private static String script() {
    try (InputStream in = FlameGraph.class.getResourceAsStream("flamegraph.js")) {
      return new String(
          Objects.requireNonNull(in, "flamegraph.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What XML gives a meaning to, and what it cannot hold at all.
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?");
  }
}
