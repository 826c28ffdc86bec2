package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;

/// How far a source has come that gives rows in the order of the first wanted sort key, or nearly
/// so. Lets a TopN end before its input does.
@FunctionalInterface
public interface Frontier {
  /// Of a source that gives rows in any order.
  Frontier NONE = (keys, row) -> false;

  /// Returns whether every row that is still to come stands behind row `row` of `keys`, values of
  /// the first sort key; rows with an equal key may not come any more either.
  boolean hasPassed(Vector keys, int row);
}
