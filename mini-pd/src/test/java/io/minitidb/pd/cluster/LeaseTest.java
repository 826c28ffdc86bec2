package io.minitidb.pd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.etcd.EtcdFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a lease says of its end, by a clock of the test over a real etcd.
@Timeout(60)
final class LeaseTest {
  private static final Duration TTL = Duration.ofSeconds(10);
  @TempDir static Path directory;
  private static EtcdFixture etcd;
  private final AtomicLong nanos = new AtomicLong();

  @BeforeAll
  static void start() throws Exception {
    etcd = new EtcdFixture(directory.resolve("etcd"));
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  private Lease grant() {
    return Lease.grant(etcd.store(), TTL, nanos::get);
  }

  @Test
  void aLeaseThatIsOverStaysOver() {
    try (Lease lease = grant()) {
      nanos.set(TTL.toNanos());
      assertThat(lease.valid()).isFalse();
      lease.renewed(TTL.toNanos() - 1, TTL);
      assertThat(lease.valid()).isFalse();
      nanos.set(0);
      assertThat(lease.valid()).as("and would if the clock went back").isFalse();
    }
  }

  @Test
  void anAnswerThatComesTooLateRenewsNothing() {
    try (Lease lease = grant()) {
      nanos.set(TTL.toNanos());
      lease.renewed(TTL.toNanos() - 1, TTL);
      assertThat(lease.remaining()).isZero();
    }
  }

  @Test
  void anAnswerThatWasOvertakenShortensNothing() {
    try (Lease lease = grant()) {
      lease.renewed(200, TTL);
      lease.renewed(100, TTL);
      assertThat(lease.expiryNanos()).isEqualTo(200 + TTL.toNanos());
    }
  }

  @Test
  void itIsRenewedUntilItIsClosed() {
    Lease lease = Lease.grant(etcd.store(), Duration.ofSeconds(6), System::nanoTime);
    try {
      long first = lease.expiryNanos();
      lease.keepAlive();
      Awaitility.await("two renewals")
          .atMost(Duration.ofSeconds(30))
          .until(() -> lease.expiryNanos() - first > Duration.ofSeconds(3).toNanos());
      assertThat(lease.valid()).isTrue();
    } finally {
      lease.close();
    }
    assertThat(lease.valid()).isFalse();
  }
}
