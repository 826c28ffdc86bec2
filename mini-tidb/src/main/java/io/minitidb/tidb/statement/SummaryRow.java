package io.minitidb.tidb.statement;

import java.util.Optional;

/// A statement in one window, as it was when somebody asked.
///
/// @param of empty for the row that sums what was evicted
record SummaryRow(Window window, Optional<Sample> of, Totals totals) {}
