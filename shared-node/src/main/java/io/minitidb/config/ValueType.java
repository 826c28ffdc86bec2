package io.minitidb.config;

import java.math.BigDecimal;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What values an item takes, and how each is written in its one normal form.
public enum ValueType {
  INTEGER {
    @Override
    JsonNode parse(String text) {
      try {
        return JSON.numberNode(new BigDecimal(text.strip()).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is no whole number", e);
      }
    }

    @Override
    BigDecimal measure(String text) {
      return new BigDecimal(text.strip());
    }
  },
  NUMBER {
    @Override
    JsonNode parse(String text) {
      return JSON.numberNode(measure(text).doubleValue());
    }

    @Override
    BigDecimal measure(String text) {
      try {
        return new BigDecimal(text.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is no number", e);
      }
    }
  },
  BOOLEAN {
    @Override
    JsonNode parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "on", "1" -> JSON.booleanNode(true);
        case "false", "off", "0" -> JSON.booleanNode(false);
        default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
      };
    }
  },
  /// As MySQL writes a truth value: `ON` or `OFF`.
  SWITCH {
    @Override
    JsonNode parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "on", "true", "1" -> JSON.stringNode("ON");
        case "off", "false", "0" -> JSON.stringNode("OFF");
        default -> throw new IllegalArgumentException("'" + text + "' is neither ON nor OFF");
      };
    }
  },
  /// Any text, an address or a list among them.
  TEXT,
  /// One of a few words, found in any case.
  CHOICE,
  /// Texts, as a JSON array.
  LIST {
    @Override
    JsonNode parse(String text) {
      try {
        JsonNode list = READER.readTree(text);
        if (list.isArray()) {
          return list;
        }
      } catch (JacksonException e) {
        throw new IllegalArgumentException("'" + text + "' is no JSON array", e);
      }
      throw new IllegalArgumentException("'" + text + "' is no JSON array");
    }
  },
  /// `10ms`, `1h30m0s`.
  DURATION {
    @Override
    JsonNode parse(String text) {
      return JSON.stringNode(HumanDuration.parse(text.strip()).toString());
    }

    @Override
    BigDecimal measure(String text) {
      return BigDecimal.valueOf(HumanDuration.parse(text.strip()).value().toNanos());
    }
  },
  /// `512KiB`, `1GiB`.
  SIZE {
    @Override
    JsonNode parse(String text) {
      return JSON.stringNode(ByteSize.parse(text).toString());
    }

    @Override
    BigDecimal measure(String text) {
      return BigDecimal.valueOf(ByteSize.parse(text).bytes());
    }
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper READER = new JsonMapper();

  /// Returns the value in its normal form.
  ///
  /// @throws IllegalArgumentException when the text is no such value
  JsonNode parse(String text) {
    return JSON.stringNode(text);
  }

  /// Says whether the text is such a value, in or out of range.
  public boolean takes(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Returns what ranges are compared by: the number, nanoseconds, bytes.
  BigDecimal measure(String text) {
    throw new IllegalStateException(this + " has no range");
  }

  /// Returns the name in lower case, as tables show it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
