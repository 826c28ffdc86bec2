package io.minitidb.pd.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes JSON byte for byte as the original's Go encoder does: two-space indentation, `<`, `>` and
/// `&` escaped, floats without a needless fraction, 64-bit ids as unsigned numbers, and a final
/// newline.
public final class GoJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

  private GoJson() {}

  /// An object whose members keep their order.
  public static final class Obj {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /// Adds a member of any value that [#render] takes.
    public Obj put(String name, @Nullable Object value) {
      members.put(name, value);
      return this;
    }

    /// Adds an id or a counter that uses all 64 bits.
    public Obj putUnsigned(String name, long value) {
      return put(name, unsigned(value));
    }

    /// Adds the member unless it is Go's zero value: 0, false, `""`, null or empty.
    public Obj putNonZero(String name, @Nullable Object value) {
      return isZero(value) ? this : put(name, value);
    }
  }

  public static Obj object() {
    return new Obj();
  }

  /// Returns the number whose 64 bits are `value`.
  public static BigInteger unsigned(long value) {
    BigInteger signed = BigInteger.valueOf(value);
    return value < 0 ? signed.add(TWO_TO_64) : signed;
  }

  /// Renders null, a Boolean, a Number, text, a Collection or an [Obj].
  public static String render(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "\n");
    return out.append('\n').toString();
  }

  /// Renders the same without indentation and final newline.
  public static String compact(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "");
    return out.toString();
  }

  /// Renders JSON text again in Go's form.
  ///
  /// @throws tools.jackson.core.JacksonException when it is none
  public static String reformat(String json) {
    return render(value(JSON.readTree(json)));
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      Obj object = object();
      node.properties().forEach(member -> object.put(member.getKey(), value(member.getValue())));
      return object;
    }
    if (node.isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    }
    return node.isNull()
        ? null
        : node.isBoolean()
            ? (Object) node.booleanValue()
            : node.isNumber() ? node.numberValue() : node.asString();
  }

  private static boolean isZero(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Boolean b -> !b;
      case Number n -> n.doubleValue() == 0;
      case CharSequence text -> text.isEmpty();
      case Collection<?> items -> items.isEmpty();
      default -> false;
    };
  }

  /// @param newline with the indentation behind it; empty to write everything on one line
  private static void write(StringBuilder out, @Nullable Object value, String newline) {
    String inner = newline.isEmpty() ? "" : newline + "  ";
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b);
      case Double d -> out.append(BigDecimal.valueOf(d).stripTrailingZeros().toPlainString());
      case Number n -> out.append(n);
      case CharSequence text -> quote(out, text);
      case Collection<?> items -> {
        out.append('[');
        String separator = inner;
        for (Object item : items) {
          out.append(separator);
          write(out, item, inner);
          separator = "," + inner;
        }
        out.append(items.isEmpty() ? "" : newline).append(']');
      }
      case Obj object -> {
        out.append('{');
        String separator = inner;
        for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
          out.append(separator);
          quote(out, member.getKey());
          out.append(newline.isEmpty() ? ":" : ": ");
          write(out, member.getValue(), inner);
          separator = "," + inner;
        }
        out.append(object.members.isEmpty() ? "" : newline).append('}');
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void quote(StringBuilder out, CharSequence text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
