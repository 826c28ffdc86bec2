package io.minitidb.coprocessor;

import io.minitidb.config.HumanDuration;
import io.minitidb.memtable.RunningRequests;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.wire.CopAnswer;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs and remembers requests that took long, with what one asks first: which table, whose, how
/// long of it in the line, how much was answered.
final class SlowRequestLog {
  private static final Logger log = LoggerFactory.getLogger(SlowRequestLog.class);

  /// As much of an outcome as the table has room for.
  private static final int LONGEST = 256;

  private final SlowRequests remembered = new SlowRequests();

  SlowRequests remembered() {
    return remembered;
  }

  void note(RunningRequests.Request request, Turn turn, Tally tally, CopAnswer answer) {
    SlowRequests.Request slow =
        new SlowRequests.Request(
            request,
            Instant.now(),
            turn.taken(),
            turn.waited(),
            tally.rows(),
            tally.bytes(),
            cut(outcome(answer)));
    remembered.add(slow);
    log.atWarn()
        .addKeyValue("table", request.table())
        .addKeyValue("user", request.user().name() + "@" + request.user().host())
        .addKeyValue("took", text(slow.nanos()))
        .addKeyValue("waited", text(slow.waitedNanos()))
        .addKeyValue("rows", slow.rows())
        .addKeyValue("bytes", slow.bytes())
        .addKeyValue("outcome", slow.outcome())
        .log("slow coprocessor request");
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static String text(long nanos) {
    return HumanDuration.format(Duration.ofNanos(nanos));
  }

  private static String outcome(CopAnswer answer) {
    return switch (answer) {
      case CopAnswer.Rows rows -> "answered";
      case CopAnswer.DatumRows rows -> "answered";
      case CopAnswer.TooLarge large -> "too large for one message";
      case CopAnswer.StatementError error -> error.message();
      case CopAnswer.Refused refused -> refused.reason();
      case CopAnswer.WrongStore wrong -> "meant for another store";
    };
  }
}
