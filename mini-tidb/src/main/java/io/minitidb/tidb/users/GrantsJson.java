package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How grants stand in an account's entry: `privileges` on everything, `readable` by databases and
/// tables, and in `grants` what else is granted on those. A server that knows only the first two
/// takes nobody for more than he is.
final class GrantsJson {
  private static final String PRIVILEGES = "privileges";
  private static final String READABLE = "readable";
  private static final String GRANTS = "grants";
  private static final String DATABASE = "database";
  private static final String TABLE = "table";

  /// All there was, besides GRANT OPTION, when entries had no `grants`.
  private static final Set<Privilege> ONCE_ALL =
      EnumSet.of(
          Privilege.SELECT,
          Privilege.PROCESS,
          Privilege.SUPER,
          Privilege.CREATE_USER,
          Privilege.CONFIG,
          Privilege.CONNECTION_ADMIN,
          Privilege.SYSTEM_VARIABLES_ADMIN);

  private GrantsJson() {}

  static void write(Grants grants, ObjectNode json) {
    names(grants.everywhere(), json.putArray(PRIVILEGES));
    ArrayNode readable = json.putArray(READABLE);
    ArrayNode others = json.putArray(GRANTS);
    grants
        .scoped()
        .forEach((scope, privileges) -> {
          if (privileges.contains(Privilege.SELECT)) {
            write(scope, readable.addObject());
          }
          Set<Privilege> other = EnumSet.copyOf(privileges);
          other.remove(Privilege.SELECT);
          if (!other.isEmpty()) {
            ObjectNode entry = others.addObject();
            write(scope, entry);
            names(other, entry.putArray(PRIVILEGES));
          }
        });
  }

  private static void write(Scope scope, ObjectNode json) {
    json.put(DATABASE, scope.database()).put(TABLE, scope.table());
  }

  private static void names(Collection<Privilege> privileges, ArrayNode names) {
    privileges.forEach(each -> names.add(each.name()));
  }

  /// Reads what stands there. Who had all there was when less could be granted has all.
  static Grants read(JsonNode json) {
    Set<Privilege> everywhere = privileges(json.required(PRIVILEGES));
    if (json.path(GRANTS).isMissingNode() && everywhere.containsAll(ONCE_ALL)) {
      boolean option = everywhere.contains(Privilege.GRANT_OPTION);
      everywhere = EnumSet.allOf(Privilege.class);
      if (!option) {
        everywhere.remove(Privilege.GRANT_OPTION);
      }
    }
    Map<Scope, Set<Privilege>> scoped = new HashMap<>();
    for (JsonNode entry : json.path(GRANTS)) {
      scoped.put(scope(entry), privileges(entry.required(PRIVILEGES)));
    }
    for (JsonNode entry : json.path(READABLE)) {
      scoped
          .computeIfAbsent(scope(entry), each -> EnumSet.noneOf(Privilege.class))
          .add(Privilege.SELECT);
    }
    return new Grants(everywhere, scoped);
  }

  private static Scope scope(JsonNode json) {
    return new Scope(json.required(DATABASE).stringValue(), json.required(TABLE).stringValue());
  }

  /// Those of later versions are left out.
  private static Set<Privilege> privileges(JsonNode names) {
    Set<Privilege> known = EnumSet.noneOf(Privilege.class);
    for (JsonNode name : names) {
      Arrays.stream(Privilege.values())
          .filter(privilege -> privilege.name().equals(name.asString("")))
          .forEach(known::add);
    }
    return known;
  }
}
