package io.minitidb.tidb.statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs every statement when it begins, while that is wanted: who runs it, where, and its text.
public final class GeneralLog implements StatementListener {
  private static final Logger log = LoggerFactory.getLogger(GeneralLog.class);

  private volatile Settings settings = new Settings(false, Redaction.NONE, 4096);

  /// @param longest characters of a statement; 0 for no limit
  public record Settings(boolean enabled, Redaction redaction, int longest) {}

  public void configure(Settings wanted) {
    settings = wanted;
  }

  @Override
  public void begins(StatementText text, StatementRecord.Origin origin) {
    Settings now = settings;
    if (!now.enabled()) {
      return;
    }
    log.atInfo()
        .addKeyValue("conn", origin.connection())
        .addKeyValue("user", origin.user() + "@" + origin.host())
        .addKeyValue("currentDB", origin.database().orElse(""))
        .addKeyValue("prepared", origin.prepared())
        .addKeyValue("sql", StatementText.cut(now.redaction().shown(text), now.longest()))
        .log("GENERAL_LOG");
  }
}
