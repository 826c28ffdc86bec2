package io.minitidb.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a connection answers by itself, to requests that no handler should see.
final class Refusals {
  private Refusals() {}

  /// Returns the answer to a head with which nothing can be done.
  static Optional<HttpAnswer> of(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      return Optional.of(malformed(head.decoderResult().cause()));
    }
    if (head.protocolVersion().majorVersion() != 1) {
      return Optional.of(text(505, "unsupported protocol version"));
    }
    if (head.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !head.headers().contains(HttpHeaderNames.HOST)) {
      return Optional.of(text(400, "missing required Host header"));
    }
    if (head.method().equals(HttpMethod.CONNECT)) {
      return Optional.of(HttpAnswer.empty(405));
    }
    return head.headers().contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(head)
        ? Optional.of(text(417, "unknown expectation"))
        : Optional.empty();
  }

  static HttpAnswer malformed(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException e -> text(414, "request line too long");
      case TooLongHttpHeaderException e -> text(431, "request headers too large");
      default -> text(400, "bad request: " + cause.getMessage());
    };
  }

  static HttpAnswer tooLarge() {
    return text(413, "http: request body too large");
  }

  static HttpAnswer tooSlow() {
    return text(408, "the request took too long");
  }

  static HttpAnswer busy() {
    return text(503, "too many connections").with("Connection", "close");
  }

  private static HttpAnswer text(int status, String text) {
    return HttpAnswer.text(status, text + "\n").with("X-Content-Type-Options", "nosniff");
  }

  /// Returns the answer to a head that never ended.
  static FullHttpResponse tooSlowHead() {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_TIMEOUT,
            Unpooled.copiedBuffer("the request took too long\n", StandardCharsets.US_ASCII));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONNECTION, "close");
    return response;
  }

  /// Returns what a client waits for before it sends its body.
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
  }
}
