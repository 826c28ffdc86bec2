package io.minitidb.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// What an [HttpHandler] answers. The server adds `Content-Length` and `Connection`; an answer with
/// `Connection: close` is the last one of its connection.
///
/// @param headers in the order in which they are sent
@SuppressWarnings("ArrayRecordComponent") // the bytes of one answer: nobody compares two of them
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

  public HttpAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// Returns an answer with a body of the given content type.
  public static HttpAnswer of(int status, String contentType, byte[] body) {
    return new HttpAnswer(status, Map.of("Content-Type", List.of(contentType)), body);
  }

  /// Returns `text` as `text/plain`, as it is: who wants a final newline gives one.
  public static HttpAnswer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns `json` as `application/json`, as it is.
  public static HttpAnswer json(int status, String json) {
    return of(status, "application/json; charset=UTF-8", json.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns an answer without a body.
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), new byte[0]);
  }

  /// Returns this answer with the header set to one value, whatever the case in which it was there
  /// before.
  public HttpAnswer with(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, List.of(value));
    return new HttpAnswer(status, more, body);
  }

  /// Returns this answer with each of the headers set to one value.
  public HttpAnswer with(Map<String, String> set) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    set.forEach((name, value) -> {
      more.keySet().removeIf(name::equalsIgnoreCase);
      more.put(name, List.of(value));
    });
    return new HttpAnswer(status, more, body);
  }

  /// Returns this answer compressed, if `call` takes that.
  public HttpAnswer zippedFor(HttpCall call) throws IOException {
    boolean takes =
        call.header("Accept-Encoding")
            .filter(codings ->
                Stream.of(codings.split(",", -1)).map(String::strip).anyMatch(HttpAnswer::isGzip))
            .isPresent();
    return takes
        ? new HttpAnswer(status, headers, zipped(body))
            .with(Map.of("Content-Encoding", "gzip", "Vary", "Accept-Encoding"))
        : this;
  }

  /// With a weight it must not be 0.
  private static boolean isGzip(String coding) {
    return coding.matches("(?i)gzip(\\s*;\\s*q=(1|0\\.0*[1-9])\\S*)?");
  }

  /// Returns the bytes as a gzip file.
  static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /// Returns the body as text, for tests and logs.
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
