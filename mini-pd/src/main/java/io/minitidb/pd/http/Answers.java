package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The original's forms of an answer.
final class Answers {
  private Answers() {}

  static HttpAnswer json(@Nullable Object value) {
    return json(200, value);
  }

  /// Regions come as JSON without blanks and without its content type.
  static HttpAnswer raw(GoJson.Obj value) {
    return HttpAnswer.of(
        200, "application/octet-stream", GoJson.compact(value).getBytes(StandardCharsets.UTF_8));
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
