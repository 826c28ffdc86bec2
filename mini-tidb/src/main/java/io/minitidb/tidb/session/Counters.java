package io.minitidb.tidb.session;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What has happened on a connection, or on all connections of a server, since it began. Counts
/// only grow; a connection's are added to the server's as well. For any thread.
public final class Counters {

  /// What is counted, by the name that SHOW STATUS prints.
  public enum Event {
    ABORTED_CLIENTS,
    ABORTED_CONNECTS,
    BYTES_RECEIVED,
    BYTES_SENT,
    COM_BEGIN,
    COM_CHANGE_DB,
    COM_COMMIT,
    COM_DELETE,
    COM_FLUSH,
    COM_GRANT,
    COM_INSERT,
    COM_KILL,
    COM_REPLACE,
    COM_REVOKE,
    COM_ROLLBACK,
    COM_SELECT,
    COM_SET_OPTION,
    COM_SHOW,
    COM_STMT_CLOSE,
    COM_STMT_EXECUTE,
    COM_STMT_PREPARE,
    COM_UPDATE,
    CONNECTION_ERRORS_MAX_CONNECTIONS,
    CONNECTIONS,
    QUESTIONS,
    SLOW_QUERIES;

    /// What SHOW SESSION STATUS tells of the connection alone.
    public static final Set<Event> OF_A_CONNECTION =
        Collections.unmodifiableSet(
            EnumSet.complementOf(
                EnumSet.of(
                    ABORTED_CLIENTS,
                    ABORTED_CONNECTS,
                    CONNECTION_ERRORS_MAX_CONNECTIONS,
                    CONNECTIONS)));

    public String statusName() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
  private final Optional<Counters> server;

  /// Counts for a server.
  public Counters() {
    this(Optional.empty());
  }

  /// Counts for a connection of `server`.
  public Counters(Counters server) {
    this(Optional.of(server));
  }

  private Counters(Optional<Counters> server) {
    this.server = server;
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  private LongAdder adder(Event event) {
    return Objects.requireNonNull(counts.get(event));
  }

  public void add(Event event, long more) {
    adder(event).add(more);
    server.ifPresent(all -> all.add(event, more));
  }

  public void count(Event event) {
    add(event, 1);
  }

  /// Counts a statement by its first word, in lower case, whatever comes of it; words without a
  /// count of their own are not counted.
  public void statement(String word) {
    switch (word) {
      case "select", "with", "values", "table", "(" -> count(Event.COM_SELECT);
      case "show" -> count(Event.COM_SHOW);
      case "set" -> count(Event.COM_SET_OPTION);
      case "use" -> count(Event.COM_CHANGE_DB);
      case "kill" -> count(Event.COM_KILL);
      case "begin", "start" -> count(Event.COM_BEGIN);
      case "commit" -> count(Event.COM_COMMIT);
      case "rollback" -> count(Event.COM_ROLLBACK);
      case "insert" -> count(Event.COM_INSERT);
      case "replace" -> count(Event.COM_REPLACE);
      case "update" -> count(Event.COM_UPDATE);
      case "delete" -> count(Event.COM_DELETE);
      case "grant" -> count(Event.COM_GRANT);
      case "revoke" -> count(Event.COM_REVOKE);
      case "flush" -> count(Event.COM_FLUSH);
      default -> {}
    }
  }

  public long get(Event event) {
    return adder(event).sum();
  }

  /// Returns all counts by their names in SHOW STATUS.
  public Map<String, String> byName() {
    Map<String, String> named = new TreeMap<>();
    for (Event event : Event.values()) {
      named.put(event.statusName(), Long.toString(get(event)));
    }
    return named;
  }
}
