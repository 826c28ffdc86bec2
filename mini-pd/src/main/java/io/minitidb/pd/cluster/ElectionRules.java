package io.minitidb.pd.cluster;

import java.time.Duration;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/// The times of an election, each as it is when it is needed.
///
/// @param lease how long a leader lasts without hearing from etcd; when it changes, a leader moves
///   to a new lease at once
/// @param priorityCheck how often a member looks whether it should lead instead of the leader
/// @param absence how long no leader may be seen until a member takes etcd's leadership from one
///   that does nothing with it, for a chance from 0 to 1 that keeps two from doing so at once
public record ElectionRules(
    Supplier<Duration> lease, Supplier<Duration> priorityCheck, DoubleFunction<Duration> absence) {}
