package io.minitidb.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The routes inside one prefix: a method and a pattern such as `/pd/api/v1/store/{id}`, where
/// `{id}` matches one segment. A known path with another method answers 405, an unknown one 404. A
/// pattern without `{names}` wins over one with them, else the one that was declared first. A HEAD
/// is what the GET would answer; the server leaves the body out.
public final class Routes implements HttpHandler {
  private static final HttpAnswer NOT_FOUND =
      HttpAnswer.text(404, "404 page not found\n").with("X-Content-Type-Options", "nosniff");
  private static final HttpAnswer WRONG_METHOD = HttpAnswer.empty(405);

  /// A handler that also gets the values of the `{names}` in its pattern, decoded.
  @FunctionalInterface
  public interface Handler {
    HttpAnswer handle(HttpCall call, Map<String, String> names) throws Exception;
  }

  /// Hears of every answer that a handler gave.
  @FunctionalInterface
  public interface Observer {
    /// @param pattern of the route
    /// @param nanos that the handler took
    void answered(String method, String pattern, HttpCall call, long nanos);
  }

  /// @param instant whether the handler never waits
  private record Route(
      String method, String text, List<String> pattern, Handler handler, boolean instant) {
    boolean takes(String asked) {
      return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
    }
  }

  private final Map<String, List<Route>> plain = new HashMap<>();
  private final List<Route> named = new ArrayList<>();
  private @Nullable Observer observer;

  /// Declares a route; all are declared before the first request.
  public Routes on(String method, String pattern, Handler handler) {
    return add(method, pattern, handler, false);
  }

  public Routes get(String pattern, Handler handler) {
    return on("GET", pattern, handler);
  }

  public Routes post(String pattern, Handler handler) {
    return on("POST", pattern, handler);
  }

  /// Declares a GET whose handler never waits, as in [HttpPlan.Instant].
  public Routes instant(String pattern, Handler handler) {
    return add("GET", pattern, handler, true);
  }

  private Routes add(String method, String pattern, Handler handler, boolean instant) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with '/': " + pattern);
    }
    List<String> segments = List.of(pattern.substring(1).split("/", -1));
    Route route = new Route(method, pattern, segments, handler, instant);
    if (segments.stream().anyMatch(Routes::isName)) {
      named.add(route);
    } else {
      plain.computeIfAbsent(pattern, any -> new ArrayList<>()).add(route);
    }
    return this;
  }

  /// Names who hears of the answers; before the first request.
  public Routes observed(Observer by) {
    observer = by;
    return this;
  }

  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    return switch (plan(call)) {
      case HttpPlan.Work work -> work.handler().handle(call);
      case HttpPlan.Instant instant -> instant.handler().handle(call);
      case HttpPlan.Forward f -> throw new IllegalStateException("a route answers by itself: " + f);
      case HttpPlan.Undecided u -> throw new IllegalStateException("a route is decided: " + u);
    };
  }

  @Override
  public HttpPlan plan(HttpCall head) {
    boolean otherMethod = false;
    for (Route route : plain.getOrDefault(pattern(head), List.of())) {
      if (route.takes(head.method())) {
        return plan(route, Map.of());
      }
      otherMethod = true;
    }
    for (Route route : named) {
      Map<String, String> names = match(route.pattern(), head.segments());
      if (names != null && route.takes(head.method())) {
        return plan(route, names);
      }
      otherMethod |= names != null;
    }
    return HttpPlan.of(otherMethod ? WRONG_METHOD : NOT_FOUND);
  }

  /// Returns the pattern without names that is the path.
  private static String pattern(HttpCall head) {
    boolean encoded = head.path().indexOf('%') >= 0;
    return encoded && head.segments().stream().noneMatch(segment -> segment.indexOf('/') >= 0)
        ? "/" + String.join("/", head.segments())
        : head.path();
  }

  private HttpPlan plan(Route route, Map<String, String> names) {
    HttpHandler handler = call -> route.handler().handle(call, names);
    if (observer != null) {
      handler = observed(route, handler, observer);
    }
    return route.instant() ? HttpPlan.instant(handler) : HttpPlan.work(handler);
  }

  private static HttpHandler observed(Route route, HttpHandler handler, Observer by) {
    return call -> {
      long from = System.nanoTime();
      try {
        return handler.handle(call);
      } finally {
        by.answered(route.method(), route.text(), call, System.nanoTime() - from);
      }
    };
  }

  /// Returns the answer for an unknown path, in the words of Go's router.
  public static HttpAnswer notFound() {
    return NOT_FOUND;
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static @Nullable Map<String, String> match(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return null;
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String want = pattern.get(i);
      if (isName(want) && !path.get(i).isEmpty()) {
        names.put(want.substring(1, want.length() - 1), path.get(i));
      } else if (!want.equals(path.get(i))) {
        return null;
      }
    }
    return names;
  }
}
