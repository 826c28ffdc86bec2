package io.minitidb.tidb.change;

import io.minitidb.desired.Edit;
import java.util.List;

/// What a statement wants to change.
public sealed interface Requested {

  /// @param edits empty when a condition holds for no item
  record Edits(List<Edit> edits) implements Requested {
    public Edits {
      edits = List.copyOf(edits);
    }
  }

  /// Everything back to what it was at a revision.
  record Rollback(long revision) implements Requested {}
}
