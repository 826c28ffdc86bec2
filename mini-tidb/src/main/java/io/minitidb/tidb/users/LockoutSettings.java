package io.minitidb.tidb.users;

import java.time.Duration;

/// @param attempts after how many failures in a row; 0 for never
/// @param time how long the client then has to wait
public record LockoutSettings(int attempts, Duration time) {
  public static final LockoutSettings DEFAULT = new LockoutSettings(10, Duration.ofMinutes(1));
}
