package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.etcd.EtcdException;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static Account account(String user) {
    return Account.of(new AccountName(user, "%"), Credential.NO_PASSWORD);
  }

  /// A store that can be cut off.
  private static final class Frail implements AccountStore {
    private final MemoryAccounts accounts = new MemoryAccounts();
    private boolean away;

    @Override
    public Version read() {
      if (away) {
        throw new EtcdException("away", null);
      }
      return accounts.read();
    }

    @Override
    public boolean replace(Version before, Accounts after) {
      return accounts.replace(before, after);
    }
  }

  @Test
  void whoChangesSeesItAtOnceAndOthersWhenTheyRead() {
    AccountStore store = new MemoryAccounts();
    Users here = new Users(store);
    Users there = new Users(store);
    here.change(accounts -> accounts.with(account("ann")));
    assertThat(here.now().find(new AccountName("ann", "%"))).isPresent();
    assertThat(there.now().find(new AccountName("ann", "%"))).isEmpty();
    there.refresh();
    assertThat(there.now().find(new AccountName("ann", "%"))).isPresent();
  }

  @Test
  void noChangeOfOthersIsLost() {
    AccountStore store = new MemoryAccounts();
    IntStream.range(0, 100)
        .parallel()
        .forEach(i -> new Users(store).change(accounts -> accounts.with(account("u" + i))));
    assertThat(store.read().accounts().all()).hasSize(101);
  }

  @Test
  void aChangeThatIsRefusedChangesNothing() {
    Users users = Users.inMemory();
    assertThatThrownBy(() ->
            users.change(accounts -> {
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(users.now()).isSameAs(Accounts.INITIAL);
  }

  @Test
  void withoutTheStoreTheLastKnownStayAndNothingCanBeChanged() {
    Frail store = new Frail();
    Users users = new Users(store);
    users.change(accounts -> accounts.with(account("ann")));
    store.away = true;
    assertThatThrownBy(users::refresh).isInstanceOf(EtcdException.class);
    assertThatThrownBy(() -> users.change(accounts -> accounts))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(9001));
    assertThat(users.now().find(new AccountName("ann", "%"))).isPresent();
  }

  @Test
  void anOpenSessionHasThePrivilegesOfNow() {
    Users users = Users.inMemory();
    Account ann = account("ann");
    users.change(accounts -> accounts.with(ann));
    try (Login login = new AccountLogin(users, ann.name(), Client.at("127.0.0.1"), () -> {})) {
      assertThat(login.user().privileges()).isEmpty();
      users.change(
          accounts -> accounts.with(ann.with(Grants.NONE.plus(Set.of(Privilege.PROCESS)))));
      assertThat(login.user().privileges()).containsExactly(Privilege.PROCESS);
      users.change(accounts -> accounts.without(ann.name()));
      assertThat(login.user().privileges()).isEmpty();
    }
  }
}
