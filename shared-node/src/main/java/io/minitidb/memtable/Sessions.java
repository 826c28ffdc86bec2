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
  /// @param work what that statement has done so far
  record Connection(
      long id,
      String user,
      String host,
      Optional<String> database,
      String command,
      Instant since,
      String state,
      Optional<String> statement,
      Optional<Work> work) {

    /// A connection of whose statement nothing more is known.
    public Connection(
        long id,
        String user,
        String host,
        Optional<String> database,
        String command,
        Instant since,
        String state,
        Optional<String> statement) {
      this(id, user, host, database, command, since, state, statement, Optional.empty());
    }
  }

  /// A statement that runs.
  interface Work {
    /// Returns the digest of the statement, 64 hexadecimal digits.
    String digest();

    /// Returns the bytes that it holds now.
    long memory();

    /// Returns how many rows it has changed so far.
    long rowsAffected();
  }
}
