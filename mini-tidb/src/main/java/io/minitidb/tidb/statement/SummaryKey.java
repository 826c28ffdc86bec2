package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.Digest;
import java.util.Optional;

/// What statements have in common that are summed together.
///
/// @param schema empty without a current one
/// @param previous the digest of the statement before a COMMIT; empty for others
/// @param plan the digest of the plan; empty without one
record SummaryKey(String digest, String schema, String previous, String plan) {

  static SummaryKey of(StatementRecord record) {
    return new SummaryKey(
        record.text().digest().hex(),
        record.origin().database().orElse(""),
        previous(record).map(StatementText::digest).map(Digest::hex).orElse(""),
        record.plan().map(plan -> plan.digest().hex()).orElse(""));
  }

  /// Returns the statement before a COMMIT, which says what was committed.
  static Optional<StatementText> previous(StatementRecord record) {
    return record.type().equals("Commit") ? record.origin().previous() : Optional.empty();
  }
}
