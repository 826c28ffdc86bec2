package io.minitidb.tikv.engine;

/// What an engine has written and read since it was opened.
public record EngineCounts(long bytesWritten, long bytesRead, long keysWritten, long keysRead) {}
