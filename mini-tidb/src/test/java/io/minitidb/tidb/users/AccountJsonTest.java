package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Privilege;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountJsonTest {
  private static final Account ANN =
      new Account(
          new AccountName("a/n@n é%", "10.%"),
          Credential.of("secret"),
          Set.of(Privilege.PROCESS, Privilege.CREATE_USER),
          Set.of(Scope.of("mysql"), new Scope("a.b", "c")),
          7,
          true,
          true);

  @Test
  void anAccountComesBackAsItWas() {
    String json = AccountJson.of(ANN);
    assertThat(json).doesNotContain("secret");
    assertThat(AccountJson.parse(AccountJson.key(ANN.name()), json)).contains(ANN);
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
