package io.minitidb.coprocessor;

import io.minitidb.config.ByteSize;
import io.minitidb.config.HumanDuration;
import java.time.Duration;

/// The section `coprocessor` of a node's configuration: what requests of other nodes may cost here.
///
/// @param maxConcurrency how many requests work at a time
/// @param maxWaiting how many more wait for that
/// @param maxAnswerSize of the rows of one answer, in however many messages
/// @param memoryQuota of what the operators of one request keep
/// @param maxRequestDuration of one request, waiting included
/// @param slowLogThreshold from which on a request is logged
public record CoprocessorConfig(
    int maxConcurrency,
    int maxWaiting,
    ByteSize maxAnswerSize,
    ByteSize memoryQuota,
    HumanDuration maxRequestDuration,
    HumanDuration slowLogThreshold) {

  private static final ByteSize ANY = new ByteSize(Long.MAX_VALUE);

  /// A deadline beyond this is no deadline.
  private static final HumanDuration LONGEST = new HumanDuration(Duration.ofDays(1));

  /// No limits, and nothing is logged.
  public static final CoprocessorConfig NONE =
      new CoprocessorConfig(Integer.MAX_VALUE, 0, ANY, ANY, LONGEST, LONGEST);
}
