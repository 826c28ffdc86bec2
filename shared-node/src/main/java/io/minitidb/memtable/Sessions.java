package io.minitidb.memtable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The connections of a mini-tidb and what each is doing.
public interface Sessions {

  List<Connection> all();

  /// One connection at one moment.
  ///
  /// @param command `Sleep`, `Query`, ... as SHOW PROCESSLIST prints it
  /// @param since when it began to do that
  /// @param statement the text being run
  record Connection(
      long id,
      String user,
      String host,
      Optional<String> database,
      String command,
      Instant since,
      String state,
      Optional<String> statement) {}
}
