package io.minitidb.pd.http;

import io.minitidb.node.HostPort;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.HttpRelay;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Hands HTTP requests through to the member's own etcd, which serves its health, its version and
/// the JSON form of its API (`/v3/...`) itself.
///
/// @param relay its patience is how long etcd may be silent
/// @param etcd where it serves at the moment
public record EtcdHttp(HttpRelay relay, Supplier<HostPort> etcd) implements HttpDispatcher {

  @Override
  public HttpPlan plan(HttpCall head) {
    HttpAnswer otherwise =
        head.path().equals("/health")
            ? HttpAnswer.json(503, "{\"health\":\"false\"}")
            : Answers.plainError(503, "the local etcd does not answer");
    return relay.to(List.of("http://" + etcd.get()), Map.of(), otherwise);
  }
}
