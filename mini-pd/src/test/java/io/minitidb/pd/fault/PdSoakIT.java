package io.minitidb.pd.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.node.HostPort;
import io.minitidb.pd.FreePorts;
import io.minitidb.server.Closer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three members under requests of all kinds for a long time: each is answered, and neither memory
/// nor open files grow. Runs only when asked for:
///
/// ```
/// ./mvnw -pl mini-pd -am -Dtest=PdSoakIT -Dsurefire.failIfNoSpecifiedTests=false -Dpd.soak.minutes=30 verify
/// ```
@Timeout(value = 25, unit = TimeUnit.HOURS)
final class PdSoakIT {
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("pd.soak.minutes", "0"));
  private static final long SEED = Long.getLong("pd.seed", System.nanoTime());
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / 200;
  private static final int UNDER_WAY = 64;
  private static final int SAMPLES = 200;
  private static final long SLACK_KIB = 16 << 10;
  private static final long SLACK_FILES = 10;

  @TempDir Path directory;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void nothingGrowsAndEveryRequestIsAnswered() throws Exception {
    assumeTrue(MINUTES > 0, "a soak takes its time: -Dpd.soak.minutes=30");
    System.err.println("pd.seed " + SEED);
    try (Closer closer = new Closer()) {
      List<MemberProcess> members = start(closer);
      SoakLoad load =
          closer.add(new SoakLoad(members.stream().map(MemberProcess::address).toList()));
      await(load);
      List<Footprint> footprints = new ArrayList<>();
      for (MemberProcess member : members) {
        footprints.add(new Footprint(member.name(), member.pid()));
        footprints.add(new Footprint(member.name() + " etcd", member.etcdPid()));
      }
      run(load, footprints);
      System.err.println(load + ", failed " + failures.size());
      System.err.println(Footprint.head());
      footprints.forEach(System.err::println);
      assertThat(failures.stream().limit(20)).as("seed " + SEED).isEmpty();
      assertThat(footprints.stream().flatMap(f -> f.growth(SLACK_KIB, SLACK_FILES).stream()))
          .isEmpty();
    }
  }

  private List<MemberProcess> start(Closer closer) throws Exception {
    List<Integer> ports = FreePorts.take(6);
    List<MemberProcess> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      HostPort address = new HostPort("127.0.0.1", ports.get(2 * i));
      Map<String, String> flags = new LinkedHashMap<>();
      flags.put("name", "pd-" + i);
      flags.put("client-urls", "http://" + address);
      flags.put("peer-urls", "http://127.0.0.1:" + ports.get(2 * i + 1));
      flags.put(
          "initial-cluster",
          "pd-0=http://127.0.0.1:%d,pd-1=http://127.0.0.1:%d,pd-2=http://127.0.0.1:%d"
              .formatted(ports.get(1), ports.get(3), ports.get(5)));
      MemberProcess member =
          closer.add(new MemberProcess(directory.resolve("pd-" + i), List.of(), flags, address));
      member.start();
      members.add(member);
      Runtime.getRuntime().addShutdownHook(new Thread(member::end));
    }
    return members;
  }

  /// Waits until there is a leader, and then until all kinds of requests are answered.
  private static void await(SoakLoad load) {
    Awaitility.await("a leader, and answers of all")
        .atMost(Duration.ofMinutes(4))
        .ignoreExceptions()
        .until(() -> {
          load.begin();
          Random random = new Random(0);
          for (int i = 0; i < 200; i++) {
            load.next(random);
          }
          return true;
        });
  }

  private void run(SoakLoad load, List<Footprint> footprints) throws Exception {
    Random random = new Random(SEED);
    Semaphore free = new Semaphore(UNDER_WAY);
    long begin = System.nanoTime();
    long end = begin + (long) (MINUTES * TimeUnit.MINUTES.toNanos(1));
    long samplePeriod = (end - begin) / SAMPLES;
    long nextSample = begin;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long at = begin; at < end; at += PERIOD_NANOS) {
        LockSupport.parkNanos(at - System.nanoTime());
        free.acquire();
        long seed = random.nextLong();
        threads.execute(() -> {
          try {
            load.next(new Random(seed));
          } catch (Exception e) {
            failures.add(e.toString());
          } finally {
            free.release();
          }
        });
        if (System.nanoTime() >= nextSample) {
          nextSample += samplePeriod;
          for (Footprint footprint : footprints) {
            footprint.sample();
          }
        }
      }
    }
  }
}
