package io.minitidb.server;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a relay makes of the heads of two messages.
final class RelayHeads {
  private RelayHeads() {}

  /// Returns the request as it goes on.
  ///
  /// @param added headers beside those of the client
  static HttpRequest request(HttpRequest request, Map<String, String> added) {
    HttpRequest sent =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, request.method(), HttpCall.origin(request.uri()));
    HopByHop.copy(request.headers(), sent.headers());
    sent.headers().remove(HttpHeaderNames.EXPECT);
    added.forEach(sent.headers()::add);
    if (HttpUtil.isTransferEncodingChunked(request)) {
      HttpUtil.setTransferEncodingChunked(sent, true);
    }
    return sent;
  }

  /// Returns the answer as it goes on.
  ///
  /// @param ours headers that are added unless they are there already
  static HttpResponse answer(HttpRequest request, HttpResponse answer, Map<String, String> ours) {
    HttpResponse sent = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
    HopByHop.copy(answer.headers(), sent.headers());
    ours.forEach((name, value) -> {
      if (!sent.headers().contains(name, value, false)) {
        sent.headers().add(name, value);
      }
    });
    if (needsChunks(request, answer) && !isOld(request)) {
      HttpUtil.setTransferEncodingChunked(sent, true);
    }
    return sent;
  }

  /// Says whether the client can tell where the answer ends without the end of the connection.
  static boolean endsByItself(HttpRequest request, HttpResponse answer) {
    return !needsChunks(request, answer) || !isOld(request);
  }

  /// Says whether the end of the answer is not the end of the connection to the other server.
  static boolean isDelimited(HttpRequest request, HttpResponse answer) {
    return HttpUtil.isContentLengthSet(answer)
        || HttpUtil.isTransferEncodingChunked(answer)
        || request.method().equals(HttpMethod.HEAD)
        || answer.status().code() == 204
        || answer.status().code() == 304;
  }

  private static boolean needsChunks(HttpRequest request, HttpResponse answer) {
    return !isDelimited(request, answer) || HttpUtil.isTransferEncodingChunked(answer);
  }

  /// HTTP/1.0 knows no chunks.
  private static boolean isOld(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  /// Returns the end of a request together with its head, unless that went before.
  static HttpObject end(@Nullable HttpRequest head, LastHttpContent last) {
    return head == null
        ? last
        : new DefaultFullHttpRequest(
            head.protocolVersion(),
            head.method(),
            head.uri(),
            last.content(),
            head.headers(),
            last.trailingHeaders());
  }

  /// Returns the end of an answer together with its head, unless that went before.
  static HttpObject end(@Nullable HttpResponse head, LastHttpContent last) {
    return head == null
        ? last
        : new DefaultFullHttpResponse(
            head.protocolVersion(),
            head.status(),
            last.content(),
            head.headers(),
            last.trailingHeaders());
  }
}
