package io.minitidb.tikv.raw;

import io.minitidb.config.ByteSize;

/// What RawKV may take, of the section `storage` of the configuration.
///
/// @param syncWrites whether a write is on the disk when it is answered
/// @param maxWaiting calls that wait for a thread, of those that read and of those that write each
/// @param maxScanSize of keys and values in one answer
public record RawConfig(
    boolean syncWrites,
    int readThreads,
    int writeThreads,
    int maxWaiting,
    ByteSize maxKeySize,
    ByteSize maxScanSize) {}
