package io.minitidb.desired;

import io.minitidb.config.Configurable;
import io.minitidb.config.Configurable.Applied;
import io.minitidb.config.Configurable.Checked;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// This node itself.
public record LocalTarget(NodeKind kind, String instance, Configurable node) implements Target {

  @Override
  public CompletableFuture<List<Checked>> check(Map<String, String> values, List<String> changed) {
    return CompletableFuture.completedFuture(node.check(values, changed));
  }

  @Override
  public CompletableFuture<Applied> apply(long revision, Map<String, String> values) {
    return CompletableFuture.completedFuture(node.apply(revision, values));
  }
}
