package io.minitidb.pd.http;

import java.time.Duration;

/// How long requests may take, by the configuration of this moment.
///
/// @param leaderWait for a leader to be elected
/// @param forward for the leader's answer, and for the next byte of what passes through on the way
///   to it and back
/// @param ping for another member's sign of life
/// @param view for the local etcd's answer about this member
public record Limits(Duration leaderWait, Duration forward, Duration ping, Duration view) {}
