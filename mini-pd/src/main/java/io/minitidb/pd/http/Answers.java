package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import org.jspecify.annotations.Nullable;

/// The original's three forms of an answer.
final class Answers {
  private Answers() {}

  static HttpAnswer json(@Nullable Object value) {
    return json(200, value);
  }

  /// A handler's failure is a JSON string.
  static HttpAnswer json(int status, @Nullable Object value) {
    return HttpAnswer.json(status, GoJson.render(value));
  }

  /// What stands before the handlers fails in plain text.
  static HttpAnswer plainError(int status, String text) {
    return HttpAnswer.text(status, text + "\n").with("X-Content-Type-Options", "nosniff");
  }

  /// A malformed parameter.
  static HttpAnswer badInput(String message) {
    GoJson.Obj body =
        GoJson.object().put("code", "input").put("msg", message).put("data", GoJson.object());
    return json(400, body).with("TiDB-Error-Code", "input");
  }
}
