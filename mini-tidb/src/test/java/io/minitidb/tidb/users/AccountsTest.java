package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Privilege;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

  private static Accounts accounts(String... hosts) {
    return Accounts.of(
        Stream.of(hosts)
            .map(host -> Account.of(new AccountName("ann", host), Credential.NO_PASSWORD))
            .toList());
  }

  private static String host(Accounts accounts, String client) {
    return accounts
        .matching("ann", Client.at(client))
        .map(account -> account.name().host())
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "%, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.11, false",
    "10.%, 10.0.0.1, true",
    "10.%, 110.0.0.1, false",
    "10.0.0._, 10.0.0.1, true",
    "10.0.0._, 10.0.0.12, false",
    "10.0.0.\\_, 10.0.0.1, false",
    "%.1, 10.0.0.1, true",
    "localhost, 127.0.0.1, true",
    "localhost, ::1, true",
    "local%, 127.0.0.1, true",
    "localhost, 10.0.0.1, false",
    "127.0.0.1, 127.0.0.1, true",
    "FE80::1, fe80::1, true"
  })
  void aHostIsMatchedAsInLike(String pattern, String client, boolean matches) {
    assertThat(host(accounts(pattern), client).equals("none")).isEqualTo(!matches);
  }

  @Test
  void theMostSpecificHostWins() {
    Accounts accounts = accounts("%", "10.%", "10.0.0.1", "10.0.%", "10.0.0._", "localhost", "_%");
    assertThat(accounts.all())
        .filteredOn(account -> account.name().user().equals("ann"))
        .extracting(account -> account.name().host())
        .containsExactly("10.0.0.1", "localhost", "10.0.0._", "10.0.%", "10.%", "%", "_%");
    assertThat(host(accounts, "10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(host(accounts, "10.0.0.2")).isEqualTo("10.0.0._");
    assertThat(host(accounts, "10.0.3.2")).isEqualTo("10.0.%");
    assertThat(host(accounts, "10.1.3.2")).isEqualTo("10.%");
    assertThat(host(accounts, "11.1.3.2")).isEqualTo("%");
    assertThat(host(accounts, "127.0.0.1")).isEqualTo("localhost");
  }

  @Test
  void namesOfUsersAreExactAndHostsAreNot() {
    Accounts accounts = accounts("Example.COM");
    assertThat(accounts.find(new AccountName("ann", "example.com"))).isPresent();
    assertThat(accounts.find(new AccountName("Ann", "example.com"))).isEmpty();
    assertThat(new AccountName("ann", "")).isEqualTo(new AccountName("ann", "%"));
    assertThat(new AccountName("o'ann", "%").quoted()).isEqualTo("'o''ann'@'%'");
  }

  @Test
  void rootIsAlwaysThereAndAsItWasMade() {
    assertThat(Accounts.of(List.of()).find(AccountName.ROOT))
        .hasValueSatisfying(root -> {
          assertThat(root.privileges()).containsExactlyInAnyOrder(Privilege.values());
          assertThat(root.credential().isEmpty()).isTrue();
        });
    Account weak = Account.of(AccountName.ROOT, Credential.of("x"));
    assertThat(Accounts.of(List.of(weak)).find(AccountName.ROOT)).contains(weak);
  }

  @Test
  void whatIsNotSoAmongOthersIsAllThatHasToBeWritten() {
    Accounts before = accounts("a", "b");
    Account changed =
        before
            .find(new AccountName("ann", "b"))
            .orElseThrow()
            .with(Grants.NONE.plus(Set.of(Privilege.PROCESS)));
    assertThat(before.with(changed).unlike(before)).containsExactly(changed);
    assertThat(before.without(changed.name()).unlike(before)).isEmpty();
    assertThat(before.without(changed.name()).find(changed.name())).isEmpty();
  }
}
