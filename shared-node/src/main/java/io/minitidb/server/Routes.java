package io.minitidb.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes inside one prefix: a method and a pattern such as `/pd/api/v1/store/{id}`, where
/// `{id}` matches one segment. A known path with another method answers 405, an unknown one 404. A
/// literal wins over a `{name}` only by being declared first.
public final class Routes implements HttpHandler {

  /// A handler that also gets the values of the `{names}` in its pattern, decoded.
  @FunctionalInterface
  public interface Handler {
    HttpAnswer handle(HttpCall call, Map<String, String> names) throws Exception;
  }

  private record Route(String method, List<String> pattern, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /// Declares a route; all are declared before the first request.
  public Routes on(String method, String pattern, Handler handler) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with '/': " + pattern);
    }
    routes.add(new Route(method, List.of(pattern.substring(1).split("/", -1)), handler));
    return this;
  }

  public Routes get(String pattern, Handler handler) {
    return on("GET", pattern, handler);
  }

  public Routes post(String pattern, Handler handler) {
    return on("POST", pattern, handler);
  }

  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    List<String> path = call.segments();
    boolean otherMethod = false;
    for (Route route : routes) {
      Optional<Map<String, String>> names = match(route.pattern(), path);
      if (names.isPresent() && route.method().equals(call.method())) {
        return route.handler().handle(call, names.get());
      }
      otherMethod |= names.isPresent();
    }
    return otherMethod ? HttpAnswer.empty(405) : notFound();
  }

  /// Returns the answer for an unknown path, in the words of Go's router.
  public static HttpAnswer notFound() {
    return HttpAnswer.text(404, "404 page not found\n").with("X-Content-Type-Options", "nosniff");
  }

  private static Optional<Map<String, String>> match(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String want = pattern.get(i);
      if (want.startsWith("{") && want.endsWith("}") && !path.get(i).isEmpty()) {
        names.put(want.substring(1, want.length() - 1), path.get(i));
      } else if (!want.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
