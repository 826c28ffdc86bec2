package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.List;
import java.util.Optional;

/// Passes the rows of its children one child after the other; UNION ALL.
public final class UnionExecutor implements Executor {
  private final List<Executor> children;
  private int current;

  public UnionExecutor(List<Executor> children) {
    this.children = List.copyOf(children);
  }

  @Override
  public Optional<Batch> next() {
    while (current < children.size()) {
      Optional<Batch> batch = children.get(current).next();
      if (batch.isPresent()) {
        return batch;
      }
      current++;
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    children.forEach(Executor::close);
  }
}
