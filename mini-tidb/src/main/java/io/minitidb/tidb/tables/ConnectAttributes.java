package io.minitidb.tidb.tables;

import java.util.Map;

/// What clients said of themselves when they came.
public interface ConnectAttributes {

  /// Returns the attributes of a connection in the client's order; none when it is not open here.
  Map<String, String> ofClient(long connection);
}
