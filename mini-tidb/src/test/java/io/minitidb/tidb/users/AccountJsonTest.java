package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Privilege;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccountJsonTest {
  private static final Account ANN =
      new Account(
          new AccountName("a/n@n é%", "10.%"),
          Credential.of("secret"),
          new Grants(
              Set.of(Privilege.PROCESS, Privilege.CREATE_USER),
              Map.of(
                  Scope.of("mysql"),
                  Set.of(Privilege.SELECT, Privilege.INSERT, Privilege.GRANT_OPTION),
                  new Scope("a.b", "c"),
                  Set.of(Privilege.UPDATE),
                  new Scope("a.b", "d"),
                  Set.of(Privilege.SELECT))),
          7,
          true,
          true);

  @Test
  void anAccountComesBackAsItWas() {
    String json = AccountJson.of(ANN);
    assertThat(json).doesNotContain("secret");
    assertThat(AccountJson.parse(AccountJson.key(ANN.name()), json)).contains(ANN);
  }

  /// A server that does not know `grants` takes nobody for more than he is.
  @Test
  void whatCanBeReadStandsApartFromWhatElseIsGranted() {
    String json = AccountJson.of(ANN);
    assertThat(json).contains("\"privileges\":[\"PROCESS\",\"CREATE_USER\"]");
    JsonNode read = new JsonMapper().readTree(json);
    assertThat(read.path("readable").valueStream().map(each -> each.path("table").asString()))
        .containsExactlyInAnyOrder("*", "d");
    assertThat(read.path("grants").valueStream().map(each -> each.path("table").asString()))
        .containsExactlyInAnyOrder("*", "c");
  }

  private static Account read(String fields) {
    return AccountJson.parse(
            "/minitidb/user/u@%25/",
            "{\"plugin\":\"mysql_native_password\",\"hash\":\"\"," + fields + "}")
        .orElseThrow();
  }

  @Test
  void anEntryOfBeforeHasWhatItSaid() {
    Account account =
        read(
            "\"privileges\":[\"PROCESS\",\"SELECT\"],\"readable\":[{\"database\":\"mysql\",\"table\":\"*\"}]");
    assertThat(account.grants())
        .isEqualTo(
            new Grants(
                Set.of(Privilege.SELECT, Privilege.PROCESS),
                Map.of(Scope.of("mysql"), Set.of(Privilege.SELECT))));
  }

  @Test
  void whoHadAllThereWasHasAll() {
    String all =
        "\"PROCESS\",\"CONFIG\",\"SUPER\",\"SYSTEM_VARIABLES_ADMIN\",\"CONNECTION_ADMIN\",\"CREATE_USER\",\"SELECT\"";
    assertThat(read("\"privileges\":[" + all + ",\"GRANT_OPTION\"]").privileges())
        .containsExactly(Privilege.values());
    assertThat(read("\"privileges\":[" + all + "],\"readable\":[]").privileges())
        .hasSize(Privilege.values().length - 1)
        .doesNotContain(Privilege.GRANT_OPTION);
    assertThat(read("\"privileges\":[" + all + "],\"grants\":[]").privileges()).hasSize(7);
  }

  /// Deleting in etcd takes all keys that begin so.
  @Test
  void noKeyIsTheBeginningOfAnother() {
    List<String> keys =
        List.of(
                new AccountName("ann", "%"),
                new AccountName("ann", "%.example.com"),
                new AccountName("ann", "%/"),
                new AccountName("ann@%", "x"),
                new AccountName("an", "n"))
            .stream()
            .map(AccountJson::key)
            .toList();
    assertThat(keys)
        .allSatisfy(key -> assertThat(keys).filteredOn(other -> other.startsWith(key)).hasSize(1));
  }

  @Test
  void aPrivilegeOfALaterVersionIsLeftOut() {
    assertThat(
            AccountJson.parse(
                "/minitidb/user/u@%25/",
                "{\"plugin\":\"mysql_native_password\",\"hash\":\"\",\"privileges\":[\"FLY\",\"SUPER\"]}"))
        .hasValueSatisfying(account -> {
          assertThat(account.name()).isEqualTo(new AccountName("u", "%"));
          assertThat(account.privileges()).containsExactly(Privilege.SUPER);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"plugin\":\"x\"}", "{\"plugin\":1,\"hash\":2}", "{"})
  void whatIsNoAccountIsLeftOut(String json) {
    assertThat(AccountJson.parse("/minitidb/user/u@%25/", json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "@", "u%ZZ@h/"})
  void aKeyOfNobodyIsLeftOut(String name) {
    assertThat(AccountJson.parse("/minitidb/user/" + name, AccountJson.of(ANN))).isEmpty();
  }
}
