package io.minitidb.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/// What becomes of a request. In all of them, `ours` are headers that are set on whatever is
/// answered; what another server has answered keeps its own beside them.
public sealed interface HttpPlan {

  /// The handler gets the whole request on a virtual thread and may wait.
  record Work(HttpHandler handler, Map<String, String> ours) implements HttpPlan {}

  /// The handler gets the whole request on the event loop and never waits: for answers that are
  /// made from memory, in microseconds.
  record Instant(HttpHandler handler, Map<String, String> ours) implements HttpPlan {}

  /// Another server answers; both bodies pass through as they come.
  ///
  /// @param targets URLs of that server, tried in order, `http://host:port`
  /// @param added headers that go with the request beside those of the client
  /// @param otherwise the answer when none of the targets gives one
  record Forward(
      HttpRelay relay,
      List<String> targets,
      Map<String, String> added,
      HttpAnswer otherwise,
      Map<String, String> ours)
      implements HttpPlan {}

  /// Nobody knows yet. The decision is made on a virtual thread, while the body waits at the
  /// client.
  record Undecided(Callable<HttpPlan> decision, Map<String, String> ours) implements HttpPlan {}

  Map<String, String> ours();

  /// Returns the plan to let `handler` work.
  static HttpPlan work(HttpHandler handler) {
    return new Work(handler, Map.of());
  }

  /// Returns the plan of a handler that never waits.
  static HttpPlan instant(HttpHandler handler) {
    return new Instant(handler, Map.of());
  }

  /// Returns the plan of an answer that is already known.
  static HttpPlan of(HttpAnswer answer) {
    return instant(call -> answer);
  }

  /// Returns the plan that somebody who may wait makes.
  static HttpPlan undecided(Callable<HttpPlan> decision) {
    return new Undecided(decision, Map.of());
  }

  /// Returns this plan with the handler wrapped, whoever it is going to be.
  default HttpPlan map(UnaryOperator<HttpHandler> wrapper) {
    return switch (this) {
      case Work(HttpHandler handler, var ours) -> new Work(wrapper.apply(handler), ours);
      case Instant(HttpHandler handler, var ours) -> new Instant(wrapper.apply(handler), ours);
      case Forward forward -> forward;
      case Undecided(var decision, var ours) ->
          new Undecided(() -> decision.call().map(wrapper), ours);
    };
  }

  /// Returns this plan with more headers set on its answer.
  default HttpPlan with(Map<String, String> more) {
    Map<String, String> all = more;
    if (!ours().isEmpty()) {
      all = new LinkedHashMap<>(ours());
      all.putAll(more);
    }
    return switch (this) {
      case Work work -> new Work(work.handler(), all);
      case Instant instant -> new Instant(instant.handler(), all);
      case Forward f -> new Forward(f.relay(), f.targets(), f.added(), f.otherwise(), all);
      case Undecided undecided -> new Undecided(undecided.decision(), all);
    };
  }
}
