package io.minitidb.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/// What becomes of a request.
public sealed interface HttpPlan {

  /// The handler gets the whole request on a virtual thread and may wait.
  record Work(HttpHandler handler) implements HttpPlan {}

  /// The handler gets the whole request on the event loop and never waits: for answers that are
  /// made from memory, in microseconds.
  record Instant(HttpHandler handler) implements HttpPlan {}

  /// Another server answers; both bodies pass through as they come.
  ///
  /// @param targets URLs of that server, tried in order, `http://host:port`
  /// @param added headers that go with the request beside those of the client
  /// @param otherwise the answer when none of the targets gives one
  /// @param ours headers that we add to its answer
  record Forward(
      HttpRelay relay,
      List<String> targets,
      Map<String, String> added,
      HttpAnswer otherwise,
      Map<String, String> ours)
      implements HttpPlan {}

  /// Nobody knows yet. The decision is made on a virtual thread, while the body waits at the
  /// client.
  record Undecided(Callable<HttpPlan> decision) implements HttpPlan {}

  /// Returns the plan of an answer that is already known.
  static HttpPlan of(HttpAnswer answer) {
    return new Instant(call -> answer);
  }

  /// Returns this plan with the handler wrapped, whoever it is going to be.
  default HttpPlan map(UnaryOperator<HttpHandler> wrapper) {
    return switch (this) {
      case Work(HttpHandler handler) -> new Work(wrapper.apply(handler));
      case Instant(HttpHandler handler) -> new Instant(wrapper.apply(handler));
      case Forward forward -> forward;
      case Undecided(Callable<HttpPlan> decision) ->
          new Undecided(() -> decision.call().map(wrapper));
    };
  }

  /// Returns this plan with headers set on its answer. What another server has answered keeps its
  /// own beside them.
  default HttpPlan with(Map<String, String> headers) {
    return switch (this) {
      case Forward forward -> {
        Map<String, String> all = new LinkedHashMap<>(forward.ours());
        all.putAll(headers);
        yield new Forward(
            forward.relay(),
            forward.targets(),
            forward.added(),
            forward.otherwise().with(headers),
            all);
      }
      case Undecided(Callable<HttpPlan> decision) ->
          new Undecided(() -> decision.call().with(headers));
      case Work work -> work.map(inner -> call -> inner.handle(call).with(headers));
      case Instant instant -> instant.map(inner -> call -> inner.handle(call).with(headers));
    };
  }
}
