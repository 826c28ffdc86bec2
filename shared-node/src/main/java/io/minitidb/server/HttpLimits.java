package io.minitidb.server;

import java.time.Duration;

/// What clients may ask of an HTTP side, so that none of them holds up the others.
///
/// @param connections open at a time; one more gets 503
/// @param head how long the request line and the headers may take from their first byte on
/// @param body how long a body that is kept may take
/// @param answer how long a client may not take a single byte of its answer
/// @param idle how long a connection stays open between two requests
/// @param bodyBytes the largest body that is kept; one that is sent on may have any size
public record HttpLimits(
    int connections, Duration head, Duration body, Duration answer, Duration idle, long bodyBytes) {

  /// What holds when nothing else is said.
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          10_000,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          16 << 20);
}
