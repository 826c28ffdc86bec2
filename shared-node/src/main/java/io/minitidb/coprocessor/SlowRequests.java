package io.minitidb.coprocessor;

import io.minitidb.config.HumanDuration;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs requests that took long, with what one asks first: which table, whose, how long of it in
/// the line, how much was answered.
final class SlowRequests {
  private static final Logger log = LoggerFactory.getLogger(SlowRequests.class);

  private SlowRequests() {}

  static void note(CopRequest request, Turn turn, Tally tally, CopAnswer answer) {
    log.atWarn()
        .addKeyValue("table", request.dag().scan().table())
        .addKeyValue("user", request.user().name() + "@" + request.user().host())
        .addKeyValue("took", text(turn.taken()))
        .addKeyValue("waited", text(turn.waited()))
        .addKeyValue("rows", tally.rows())
        .addKeyValue("bytes", tally.bytes())
        .addKeyValue("outcome", outcome(answer))
        .log("slow coprocessor request");
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
