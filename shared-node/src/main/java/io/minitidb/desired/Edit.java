package io.minitidb.desired;

import java.util.Optional;

/// One item that is to be set for some nodes.
///
/// @param value empty: back to what the nodes were started with, or for a single node to what is
///   set for its kind
public record Edit(Scope scope, String key, Optional<String> value) {}
