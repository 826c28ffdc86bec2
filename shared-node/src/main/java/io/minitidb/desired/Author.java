package io.minitidb.desired;

/// Who changes the configuration, and how.
///
/// @param user `name@host`
/// @param statement as it is shown in the history, without secrets
/// @param coordinator the node to which it was given, by its service address
public record Author(String user, String statement, String coordinator) {}
