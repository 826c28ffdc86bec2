package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How an account stands in etcd: `/minitidb/user/ann@%25/`, its name as in a URL, so that no key
/// is the beginning of another; and JSON.
final class AccountJson {
  private static final Logger log = LoggerFactory.getLogger(AccountJson.class);
  private static final JsonMapper JSON = new JsonMapper();

  private AccountJson() {}

  static String key(AccountName name) {
    return EtcdAccounts.PREFIX + encoded(name.user()) + "@" + encoded(name.host()) + "/";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String of(Account account) {
    ObjectNode json = JSON.createObjectNode();
    json.put("plugin", account.credential().plugin());
    json.put("hash", account.credential().hash());
    if (!account.credential().digest().isEmpty()) {
      json.put("digest", account.credential().digest());
    }
    ArrayNode privileges = json.putArray("privileges");
    account.privileges().stream().sorted().forEach(each -> privileges.add(each.name()));
    ArrayNode readable = json.putArray("readable");
    for (Scope scope : account.readable()) {
      readable.addObject().put("database", scope.database()).put("table", scope.table());
    }
    json.put("max_connections", account.maxConnections());
    json.put("locked", account.locked());
    json.put("needs_tls", account.needsTls());
    return json.toString();
  }

  /// Parses an entry. A malformed one costs its account, which then nobody can log in by, and a
  /// line in the log.
  static Optional<Account> parse(String key, String value) {
    try {
      String[] name = key.substring(EtcdAccounts.PREFIX.length()).split("[@/]");
      JsonNode json = JSON.readTree(value);
      return Optional.of(
          new Account(
              new AccountName(decoded(name[0]), decoded(name[1])),
              new Credential(
                  json.required("plugin").stringValue(),
                  json.required("hash").stringValue(),
                  json.path("digest").asString("")),
              privileges(json.required("privileges")),
              readable(json.path("readable")),
              json.path("max_connections").asInt(0),
              json.path("locked").asBoolean(false),
              json.path("needs_tls").asBoolean(false)));
    } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
      log.error("ignoring the malformed account {}: {}", key, e.getMessage());
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
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

  private static Set<Scope> readable(JsonNode scopes) {
    Set<Scope> readable = new LinkedHashSet<>();
    for (JsonNode scope : scopes) {
      readable.add(
          new Scope(
              scope.required("database").stringValue(), scope.required("table").stringValue()));
    }
    return readable;
  }
}
