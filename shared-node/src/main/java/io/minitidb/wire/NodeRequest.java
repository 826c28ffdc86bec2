package io.minitidb.wire;

/// What a node is asked to do: read, or a command.
public sealed interface NodeRequest permits CopRequest, CommandRequest {}
