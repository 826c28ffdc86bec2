package io.minitidb.pdclient;

import java.time.Instant;

/// What was written and read between two moments.
public record Traffic(
    long bytesWritten, long bytesRead, long keysWritten, long keysRead, Instant from, Instant to) {

  /// Returns an interval in which nothing happened.
  public static Traffic none(Instant from, Instant to) {
    return new Traffic(0, 0, 0, 0, from, to);
  }
}
