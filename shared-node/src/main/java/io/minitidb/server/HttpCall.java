package io.minitidb.server;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One HTTP request. What is read from its line and its headers is worked out when somebody asks,
/// because most requests need little of it.
public final class HttpCall {
  private static final byte[] NO_BODY = {};

  private final String method;
  private final String uri;
  private final String path;
  private final HttpHeaders headers;
  private final byte[] body;
  private final InetSocketAddress remote;
  private final BooleanSupplier gone;
  private @Nullable List<String> segments;
  private @Nullable Map<String, List<String>> query;

  private HttpCall(
      String method,
      String uri,
      HttpHeaders headers,
      byte[] body,
      InetSocketAddress remote,
      BooleanSupplier gone) {
    this.method = method;
    this.uri = origin(uri);
    this.headers = headers;
    this.body = body;
    this.remote = remote;
    this.gone = gone;
    int end = end(this.uri);
    path = this.uri.substring(0, end);
    if (this.uri.indexOf('%') >= 0) { // malformed ones shall fail here
      segments = segments();
      query = query();
    }
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
    HttpHeaders own = new DefaultHttpHeaders();
    headers.forEach(own::add);
    return new HttpCall(method, uri, own, body, remote, () -> false);
  }

  /// A call whose body has not come yet.
  ///
  /// @throws IllegalArgumentException when the percent-encoding is malformed
  static HttpCall head(
      String method,
      String uri,
      HttpHeaders headers,
      InetSocketAddress remote,
      BooleanSupplier gone) {
    return new HttpCall(method, uri, headers, NO_BODY, remote, gone);
  }

  HttpCall with(byte[] wholeBody) {
    return new HttpCall(method, uri, headers, wholeBody, remote, gone);
  }

  /// A proxy may send the absolute form `http://host/path`.
  static String origin(String uri) {
    int scheme = uri.indexOf("://");
    if (uri.startsWith("/") || scheme < 0) {
      return uri;
    }
    int slash = uri.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  private static int end(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
        return i;
      }
    }
    return uri.length();
  }

  public String method() {
    return method;
  }

  /// Returns the request target as it came, without scheme and host, for forwarding.
  public String uri() {
    return uri;
  }

  /// Returns the path as sent, percent-encoding included; [#segments()] is decoded.
  public String path() {
    return path;
  }

  /// Returns what was sent, empty when there is none; owned by the call. A head has none yet.
  public byte[] body() {
    return body;
  }

  public InetSocketAddress remote() {
    return remote;
  }

  /// Says whether the client has closed its connection; watched from the first question on, and
  /// then a client that only stops sending counts as gone.
  public BooleanSupplier gone() {
    return gone;
  }

  /// Returns the decoded segments of the path: `/a/b%2Fc` is `a`, `b/c`. A trailing slash is an
  /// empty last segment.
  public List<String> segments() {
    List<String> known = segments;
    if (known == null) {
      known = split(path);
      segments = known;
    }
    return known;
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    int start = path.startsWith("/") ? 1 : 0;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      parts.add(decoded(path.substring(start, slash)));
      start = slash + 1;
    }
    parts.add(decoded(path.substring(start)));
    return Collections.unmodifiableList(parts);
  }

  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
  }

  /// Returns the first of [#segments()].
  String firstSegment() {
    int start = path.startsWith("/") ? 1 : 0;
    int slash = path.indexOf('/', start);
    return decoded(path.substring(start, slash < 0 ? path.length() : slash));
  }

  /// Returns the headers; names compare without case, several values stay in order.
  public Map<String, List<String>> headers() {
    TreeMap<String, List<String>> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.names().forEach(name -> caseless.put(name, List.copyOf(headers.getAll(name))));
    return Collections.unmodifiableMap(caseless);
  }

  /// Returns the first value of the header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Returns the decoded parameters in the order of appearance; a key without `=` has the value
  /// `""`.
  public Map<String, List<String>> query() {
    Map<String, List<String>> known = query;
    if (known == null) {
      known = Collections.unmodifiableMap(new QueryStringDecoder(uri).parameters());
      query = known;
    }
    return known;
  }

  /// Returns all values of the query parameter, none when it is absent.
  public List<String> parameters(String name) {
    return query().getOrDefault(name, List.of());
  }

  /// Returns the first value of the query parameter.
  public Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }
}
