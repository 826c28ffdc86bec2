package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import java.util.List;
import java.util.Optional;

/// All rows of an input in one batch.
final class Collected {
  private Collected() {}

  /// Reads `input` to its end.
  ///
  /// @param memory what holds the rows
  static Batch all(Executor input, List<Type> types, HeldMemory memory) {
    List<VectorBuilder> columns = types.stream().map(type -> new VectorBuilder(type, 64)).toList();
    int rows = 0;
    for (Optional<Batch> batch = input.next(); batch.isPresent(); batch = input.next()) {
      memory.hold(batch.get().size());
      for (int i = 0; i < columns.size(); i++) {
        for (int row = 0; row < batch.get().rows(); row++) {
          columns.get(i).append(batch.get().column(i), row);
        }
      }
      rows += batch.get().rows();
    }
    return new Batch(columns.stream().map(VectorBuilder::build).toList(), rows);
  }
}
