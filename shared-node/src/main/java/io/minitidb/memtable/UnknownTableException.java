package io.minitidb.memtable;

import io.minitidb.node.NodeKind;

/// A request for a table that this kind of node does not have; never answered by an empty result.
public final class UnknownTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownTableException(NodeKind kind, String table) {
    super("unknown memtable '" + table + "' on a " + kind.text() + " node");
  }
}
