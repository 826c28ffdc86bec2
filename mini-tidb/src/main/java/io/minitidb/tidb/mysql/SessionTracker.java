package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a session's state a client wants to be told of when it changes: its database, and the
/// variables of `session_track_system_variables`.
final class SessionTracker {
  private static final int VARIABLE = 0;
  private static final int DATABASE = 1;
  private static final String LIST = "session_track_system_variables";

  private final Session session;
  private Optional<String> database;
  private String list = "";
  private final Map<String, String> known = new HashMap<>();

  /// A change as the protocol has it.
  record Change(int type, List<String> texts) {}

  SessionTracker(Session session) {
    this.session = session;
    this.database = session.database();
  }

  /// Returns what has changed since it was called last.
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    if (!session.database().equals(database)) {
      database = session.database();
      if (session.variables().flag("session_track_schema")) {
        changes.add(new Change(DATABASE, List.of(database.orElse(""))));
      }
    }
    String wanted = session.variables().value(LIST);
    if (!wanted.equals(list)) {
      follow(wanted);
    }
    for (Map.Entry<String, String> variable : known.entrySet()) {
      String value = session.variables().value(variable.getKey());
      if (!value.equals(variable.getValue())) {
        variable.setValue(value);
        changes.add(new Change(VARIABLE, List.of(variable.getKey(), value)));
      }
    }
    return changes;
  }

  /// Names of variables that are not there are left out, as MySQL does.
  private void follow(String names) {
    list = names;
    known.clear();
    if (names.strip().equals("*")) {
      SystemVariables.all()
          .forEach(each -> known.put(each.name(), session.variables().value(each.name())));
      return;
    }
    for (String name : names.split(",")) {
      SystemVariables.find(name.strip())
          .ifPresent(found -> known.put(found.name(), session.variables().value(found.name())));
    }
  }

  static void write(List<Change> changes, ByteBuf out) {
    ByteBuf all = Unpooled.buffer();
    for (Change change : changes) {
      ByteBuf one = Unpooled.buffer();
      change.texts().forEach(text -> Wire.writeString(one, text));
      all.writeByte(change.type());
      Wire.writeLenenc(all, one.readableBytes());
      all.writeBytes(one);
    }
    Wire.writeLenenc(out, all.readableBytes());
    out.writeBytes(all);
  }
}
