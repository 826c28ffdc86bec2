package io.minitidb.tidb.tables;

import java.util.Map;

/// Values that a server has under names, and that a connection may have its own of.
public interface NamedValues {

  /// Returns the server's own values in the order of their names.
  Map<String, String> global();

  /// Returns what a connection sees, in the order of the names.
  ///
  /// @param connection its id; the server's values when it is not open here
  Map<String, String> ofConnection(long connection);

  /// The system variables, as SHOW VARIABLES prints them.
  interface Variables extends NamedValues {}

  /// The status counters, as SHOW STATUS prints them.
  interface Status extends NamedValues {}
}
