package io.minitidb.probe;

import java.time.Duration;

/// What this process uses.
///
/// @param cpu the fraction, 0 to 1, of the processors that it may use, over the last sampling
///   interval
/// @param rss bytes of memory that it really occupies
/// @param heapUsed bytes
/// @param heapMax bytes, 0 when there is no limit
/// @param gcCount collections since the start, of all collectors
/// @param gcTime spent in them
/// @param threads of the platform
/// @param openFiles file descriptors
/// @param uptime since the start
public record ProcessUse(
    long pid,
    double cpu,
    long rss,
    long heapUsed,
    long heapMax,
    long gcCount,
    Duration gcTime,
    int threads,
    long openFiles,
    Duration uptime) {}
