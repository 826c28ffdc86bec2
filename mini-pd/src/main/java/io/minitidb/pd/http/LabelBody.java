package io.minitidb.pd.http;

import io.minitidb.pd.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Labels as they are sent.
final class LabelBody {
  private static final JsonMapper JSON = new JsonMapper();

  private LabelBody() {}

  /// Reads `{"key": "value", ...}`.
  ///
  /// @throws IllegalArgumentException when it is malformed, or a label may not be set by people
  static Map<String, String> labels(byte[] body) {
    JsonNode sent = read(body);
    if (!sent.isObject()) {
      throw new IllegalArgumentException("labels are an object of keys and values");
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> label : sent.properties()) {
      String key = label.getKey();
      String value = label.getValue().asString("");
      if (key.equalsIgnoreCase(Labels.ENGINE)
          || !label.getValue().isString()
          || !Labels.isKey(key)
          || !Labels.isValue(value)) {
        throw new IllegalArgumentException("invalid label " + key);
      }
      labels.put(key, value);
    }
    return labels;
  }

  /// Reads the JSON text of one key.
  ///
  /// @throws IllegalArgumentException when it is none
  static String key(byte[] body) {
    JsonNode sent = read(body);
    if (!sent.isString() || !Labels.isKey(sent.asString())) {
      throw new IllegalArgumentException("invalid label key " + sent);
    }
    return sent.asString();
  }

  static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
