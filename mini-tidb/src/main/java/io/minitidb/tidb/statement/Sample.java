package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.Digest;
import io.minitidb.tidb.explain.PlanText;
import java.util.Optional;

/// What a summed statement shows beside numbers; what executions do not have in common is that of
/// the first one in a window. Texts are empty where there is nothing.
///
/// @param previous the statement before a COMMIT
record Sample(
    String type,
    String schema,
    Digest digest,
    String user,
    String sql,
    String previous,
    String tables,
    String planDigest,
    String plan,
    boolean prepared,
    String charset,
    String collation) {
  private static final int LONGEST_PLAN = 1 << 20;

  static Sample of(StatementRecord record, SummarySettings settings) {
    Redaction redaction = settings.redaction();
    int longest = settings.sqlLength();
    StatementRecord.Origin origin = record.origin();
    Optional<PlanText> plan = record.plan();
    return new Sample(
        record.type(),
        origin.database().orElse(""),
        record.text().digest(),
        origin.user(),
        StatementText.cut(redaction.shown(record.text()), longest),
        SummaryKey.previous(record)
            .map(text -> StatementText.cut(redaction.shown(text), longest))
            .orElse(""),
        plan.map(text -> String.join(",", text.tables())).orElse(""),
        plan.map(text -> text.digest().hex()).orElse(""),
        plan.filter(text -> !redaction.hides()).map(PlanText::text).map(Sample::bounded).orElse(""),
        origin.prepared(),
        origin.charset(),
        origin.collation());
  }

  private static String bounded(String plan) {
    return plan.length() > LONGEST_PLAN ? "[discard]" : plan;
  }

  /// Returns about how many bytes it takes.
  long size() {
    return 300
        + 2L
            * (digest.text().length()
                + sql.length()
                + previous.length()
                + tables.length()
                + plan.length());
  }
}
