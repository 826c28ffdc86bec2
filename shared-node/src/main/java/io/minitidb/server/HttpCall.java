package io.minitidb.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// One HTTP request, completely received.
///
/// @param path the path as sent, percent-encoding included; [#segments()] is decoded
/// @param query decoded, in the order of appearance; a key without `=` has the value `""`
/// @param headers names compare without case; several values stay in order
/// @param body owned by the call, empty when there is none
/// @param uri the request target as it came, for forwarding
/// @param gone whether the client has closed its connection; watched from the first question on,
///   and then a client that only stops sending counts as gone
@SuppressWarnings("ArrayRecordComponent") // the bytes of one request: nobody compares two of them
public record HttpCall(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    byte[] body,
    InetSocketAddress remote,
    String uri,
    BooleanSupplier gone) {

  public HttpCall {
    query = Collections.unmodifiableMap(query);
    TreeMap<String, List<String>> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(headers);
    headers = Collections.unmodifiableMap(caseless);
  }

  /// A call of a client that stays.
  ///
  /// @throws IllegalArgumentException when the percent-encoding is malformed
  public static HttpCall of(
      String method,
      String uri,
      Map<String, List<String>> headers,
      byte[] body,
      InetSocketAddress remote) {
    return of(method, uri, headers, body, remote, () -> false);
  }

  /// Takes the path and the query from `uri`.
  ///
  /// @throws IllegalArgumentException when the percent-encoding is malformed
  static HttpCall of(
      String method,
      String uri,
      Map<String, List<String>> headers,
      byte[] body,
      InetSocketAddress remote,
      BooleanSupplier gone) {
    QueryStringDecoder decoder = new QueryStringDecoder(origin(uri));
    return new HttpCall(
        method, decoder.rawPath(), decoder.parameters(), headers, body, remote, uri, gone);
  }

  /// A proxy may send the absolute form `http://host/path`.
  private static String origin(String uri) {
    int scheme = uri.indexOf("://");
    if (uri.startsWith("/") || scheme < 0) {
      return uri;
    }
    int slash = uri.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  /// Returns the decoded segments of the path: `/a/b%2Fc` is `a`, `b/c`. A trailing slash is an
  /// empty last segment.
  public List<String> segments() {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    return Arrays.stream(inner.split("/", -1))
        .map(s -> QueryStringDecoder.decodeComponent(s.replace("+", "%2B")))
        .toList();
  }

  /// Returns the first value of the header.
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// Returns all values of the query parameter, none when it is absent.
  public List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  /// Returns the first value of the query parameter.
  public Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }
}
