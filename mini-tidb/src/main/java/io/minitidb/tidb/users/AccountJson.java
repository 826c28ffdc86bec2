package io.minitidb.tidb.users;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
    GrantsJson.write(account.grants(), json);
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
              GrantsJson.read(json),
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
}
