package io.minitidb.tidb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.NamedLocks;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class UserLocksTest {
  private static final long LONG = Duration.ofMinutes(5).toNanos();

  private final UserLocks locks = new UserLocks();

  /// Lets a session wait for a lock, and returns when it does.
  private static FutureTask<Boolean> waiter(NamedLocks session, String name) {
    FutureTask<Boolean> task = new FutureTask<>(() -> session.get(name, LONG));
    Thread thread = Thread.ofPlatform().daemon().start(task);
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  @Test
  void whoWouldCloseACircleIsRefused() throws Exception {
    NamedLocks one = locks.of(1);
    NamedLocks two = locks.of(2);
    NamedLocks three = locks.of(3);
    one.get("a", 0);
    two.get("b", 0);
    three.get("c", 0);
    FutureTask<Boolean> ofOne = waiter(one, "b");
    FutureTask<Boolean> ofTwo = waiter(two, "C");
    assertThatThrownBy(() -> three.get("a", LONG))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(3058));
    assertThat(three.get("a", 0)).as("who does not wait is in no circle").isFalse();
    three.releaseAll();
    assertThat(ofTwo.get()).isTrue();
    two.releaseAll();
    assertThat(ofOne.get()).isTrue();
  }

  @Test
  void whoWaitsForOneThatWaitsForAThirdIsNotRefused() throws Exception {
    NamedLocks one = locks.of(1);
    NamedLocks two = locks.of(2);
    one.get("a", 0);
    two.get("b", 0);
    FutureTask<Boolean> ofTwo = waiter(two, "a");
    FutureTask<Boolean> ofThree = waiter(locks.of(3), "b");
    one.releaseAll();
    assertThat(ofTwo.get()).isTrue();
    two.releaseAll();
    assertThat(ofThree.get()).isTrue();
  }
}
