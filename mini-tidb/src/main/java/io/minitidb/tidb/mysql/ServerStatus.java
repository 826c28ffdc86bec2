package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.tables.ConnectAttributes;
import io.minitidb.tidb.tables.NamedValues;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Counts for SHOW STATUS, COM_STATISTICS and the status page.
public final class ServerStatus implements NamedValues.Status, ConnectAttributes {
  private final Instant start = Instant.now();
  private final SessionRegistry sessions;
  private final Map<Long, ConnectionFacts> facts = new ConcurrentHashMap<>();

  public ServerStatus(SessionRegistry sessions) {
    this.sessions = sessions;
  }

  public int connections() {
    return sessions.count();
  }

  void entered(long connection, ConnectionFacts known) {
    facts.put(connection, known);
  }

  void left(long connection) {
    facts.remove(connection);
  }

  private long uptime() {
    return Duration.between(start, Instant.now()).toSeconds();
  }

  @Override
  public Map<String, String> global() {
    return with(sessions.counters(), ConnectionFacts.NONE);
  }

  /// What only the server has, such as its uptime, stands beside the connection's own counts.
  @Override
  public Map<String, String> ofConnection(long connection) {
    return sessions
        .find(connection)
        .map(session ->
            with(session.counters(), facts.getOrDefault(connection, ConnectionFacts.NONE)))
        .orElseGet(this::global);
  }

  @Override
  public Map<String, String> ofClient(long connection) {
    return facts.getOrDefault(connection, ConnectionFacts.NONE).attributes();
  }

  private Map<String, String> with(Counters counters, ConnectionFacts of) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(sessions.counters().byName());
    for (Event event : Event.OF_A_CONNECTION) {
      values.put(event.statusName(), Long.toString(counters.get(event)));
    }
    long running =
        sessions.all().stream().filter(session -> !session.command().equals("Sleep")).count();
    values.put("Max_used_connections", Integer.toString(sessions.mostAtOnce()));
    values.put("Queries", Long.toString(sessions.counters().get(Event.QUESTIONS)));
    values.put("Ssl_cipher", of.cipher());
    values.put("Ssl_version", of.version());
    values.put("Threads_connected", Integer.toString(connections()));
    values.put("Threads_running", Long.toString(running));
    values.put("Uptime", Long.toString(uptime()));
    values.put("Uptime_since_flush_status", Long.toString(uptime())); // FLUSH STATUS resets nothing
    return values;
  }

  /// Returns the one line that mysqladmin and the command line's `\s` show; two blanks stand
  /// between its parts.
  String line() {
    long uptime = Math.max(1, uptime());
    long questions = sessions.counters().get(Event.QUESTIONS);
    return String.format(
        Locale.ROOT,
        "Uptime: %d  Threads: %d  Questions: %d  Slow queries: %d  Opens: 0  Flush tables: 0  Open tables: 0  "
            + "Queries per second avg: %.3f",
        uptime,
        connections(),
        questions,
        sessions.counters().get(Event.SLOW_QUERIES),
        (double) questions / uptime);
  }
}
