package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.error.SqlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private static final byte[] NONCE = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
  private static final Client HERE = Client.at("127.0.0.1");
  private static final Client THERE = Client.at("10.0.0.1");

  private final Users users = Users.inMemory();
  private final Logins logins =
      new Logins(users, () -> new LockoutSettings(3, Duration.ofHours(1)));

  @BeforeEach
  void makeAnn() {
    users.change(
        accounts -> accounts.with(Account.of(new AccountName("ann", "%"), Credential.of("right"))));
  }

  private Login login(String user, Client client, String password) {
    byte[] reply = password.isEmpty() ? new byte[0] : NativePasswordTest.reply(password, NONCE);
    Attempt attempt = logins.begin(user, client, false);
    if (attempt.offer(NativePassword.PLUGIN, NONCE, reply) != Attempt.Step.ENTER) {
      throw attempt.refusal();
    }
    return attempt.enter();
  }

  private void assertRefused(int code, String user, Client client, String password) {
    assertThatThrownBy(() -> login(user, client, password))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void change(UnaryOperator<Account> change) {
    users.change(accounts ->
        accounts.with(change.apply(accounts.find(new AccountName("ann", "%")).orElseThrow())));
  }

  @Test
  void theRightPasswordOpensAndNothingElse() {
    try (Login login = login("ann", THERE, "right")) {
      assertThat(login.account()).isEqualTo(new AccountName("ann", "%"));
      assertThat(login.user().host()).isEqualTo("10.0.0.1");
    }
    assertRefused(1045, "ann", THERE, "wrong");
    assertRefused(1045, "ann", THERE, "");
    assertRefused(1045, "bob", THERE, "right");
  }

  @Test
  void nobodyIsAskedByAPluginThatNoAccountHas() {
    for (int i = 0; i < 20; i++) {
      assertThat(logins.begin("nobody" + i, THERE, false).plugin())
          .isEqualTo(NativePassword.PLUGIN);
    }
  }

  private void makeCarl() {
    users.change(accounts ->
        accounts.with(
            Account.of(new AccountName("carl", "%"), Credential.of(Sha2Password.PLUGIN, "right"))));
  }

  /// Else a plugin that nobody is asked by would tell who is there.
  @Test
  void anUnknownNameIsAskedByOnePluginEverywhere() {
    makeCarl();
    Logins others = new Logins(users, () -> LockoutSettings.DEFAULT);
    Set<String> plugins = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String plugin = logins.begin("nobody" + i, THERE, true).plugin();
      assertThat(logins.begin("nobody" + i, HERE, false).plugin()).isEqualTo(plugin);
      assertThat(others.begin("nobody" + i, THERE, true).plugin()).isEqualTo(plugin);
      plugins.add(plugin);
    }
    assertThat(plugins).containsExactlyInAnyOrderElementsOf(Credential.PLUGINS);
  }

  @Test
  void anUnknownUserIsAskedForHisPasswordAsAnAccountIs() {
    makeCarl();
    Attempt unknown = logins.begin("a", HERE, true);
    assertThat(unknown.plugin()).isEqualTo(Sha2Password.PLUGIN);
    assertThat(unknown.offer(Sha2Password.PLUGIN, NONCE, new byte[Sha2Password.REPLY]))
        .isEqualTo(Attempt.Step.ASK_PASSWORD);
    assertThat(unknown.password("x".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Attempt.Step.REFUSE);
  }

  @Test
  void rootWithoutPasswordIsOnThisMachineOnly() {
    login("root", HERE, "").close();
    assertRefused(1045, "root", HERE, "x");
    assertRefused(1045, "root", THERE, "");
    users.change(accounts -> accounts.with(Account.root().with(Credential.of("safe"))));
    login("root", THERE, "safe").close();
    assertRefused(1045, "root", HERE, "");
  }

  @Test
  void anotherUserWithoutPasswordMayComeFromAnywhere() {
    change(ann -> ann.with(Credential.NO_PASSWORD));
    login("ann", THERE, "").close();
    assertRefused(1045, "ann", THERE, "right");
  }

  @Test
  void aHashOfAnUnknownPluginLetsNobodyIn() {
    change(ann -> ann.with(new Credential("sha9", NativePassword.hash("right"))));
    assertRefused(1045, "ann", THERE, "right");
  }

  @Test
  void aLockedAccountIsRefusedAfterThePasswordWasRight() {
    change(ann -> ann.locked(true));
    assertRefused(1045, "ann", THERE, "wrong");
    assertRefused(3118, "ann", THERE, "right");
  }

  @Test
  void connectionsAreCountedAndGivenBackOnce() {
    change(ann -> ann.limited(2));
    Login first = login("ann", THERE, "right");
    Login second = login("ann", HERE, "right");
    assertRefused(1226, "ann", THERE, "right");
    first.close();
    first.close();
    Login third = login("ann", THERE, "right");
    assertRefused(1226, "ann", THERE, "right");
    second.close();
    third.close();
    login("ann", THERE, "right").close();
  }

  @Test
  void whoFailsTooOftenWaitsAndNobodyElse() {
    for (int i = 0; i < 3; i++) {
      assertRefused(1045, "ann", THERE, "wrong");
    }
    assertRefused(3955, "ann", THERE, "right");
    login("ann", HERE, "right").close();
    assertRefused(1045, "bob", THERE, "right");
  }

  @Test
  void aSuccessBetweenFailuresBeginsTheCountAnew() {
    for (int i = 0; i < 10; i++) {
      assertRefused(1045, "ann", THERE, "wrong");
      assertRefused(1045, "ann", THERE, "wrong");
      login("ann", THERE, "right").close();
    }
  }

  @Test
  void theWaitEnds() {
    Instant[] now = {Instant.EPOCH};
    Lockout lockout =
        new Lockout(() -> new LockoutSettings(2, Duration.ofSeconds(10)), () -> now[0]);
    lockout.failed("ann", THERE);
    lockout.check("ann", THERE);
    lockout.failed("ann", THERE);
    now[0] = now[0].plusSeconds(9);
    assertThatThrownBy(() -> lockout.check("ann", THERE))
        .hasMessageContaining(
            "Account is blocked for 10 second(s) (2 second(s) remaining) due to 2 consecutive");
    now[0] = now[0].plusSeconds(1);
    lockout.check("ann", THERE);
    lockout.failed("ann", THERE);
    lockout.check("ann", THERE);
  }

  @Test
  void noAttemptsMeansNoWait() {
    Lockout lockout =
        new Lockout(() -> new LockoutSettings(0, Duration.ofHours(1)), () -> Instant.EPOCH);
    for (int i = 0; i < 100; i++) {
      lockout.failed("ann", THERE);
      lockout.check("ann", THERE);
    }
  }
}
