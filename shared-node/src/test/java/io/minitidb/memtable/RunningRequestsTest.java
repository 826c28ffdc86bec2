package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.RunningRequests.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class RunningRequestsTest {
  private final RunningRequests running = new RunningRequests();

  private static Request request(long connection) {
    return new Request(Nodes.ROOT, connection, "processlist", Nodes.NOW);
  }

  @Test
  void showsWhatBeganAndHasNotEnded() {
    int first = running.begin(request(1));
    int second = running.begin(request(2));
    assertThat(running.all()).containsExactlyInAnyOrder(request(1), request(2));
    running.end(first);
    assertThat(running.all()).containsExactly(request(2));
    running.end(second);
    assertThat(running.all()).isEmpty();
  }

  @Test
  void thoseThatAreTooManyRunUnseen() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      places.add(running.begin(request(i)));
    }
    assertThat(places).doesNotHaveDuplicates();
    int unseen = running.begin(request(5000));
    assertThat(running.all()).hasSize(1024).doesNotContain(request(5000));
    running.end(unseen);
    assertThat(running.all()).hasSize(1024);
    places.forEach(running::end);
    assertThat(running.all()).isEmpty();
  }

  @Test
  void threadsDoNotTakeEachOthersPlaces() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        long id = thread;
        all.add(threads.submit(() -> beginAndEnd(id, new Random(seed + id))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(running.all()).isEmpty();
  }

  private void beginAndEnd(long id, Random random) {
    List<Integer> mine = new ArrayList<>();
    for (int step = 0; step < 2000; step++) {
      if (mine.size() < 10 && random.nextBoolean()) {
        mine.add(running.begin(request(id)));
      } else if (!mine.isEmpty()) {
        running.end(mine.remove(/* index */ random.nextInt(mine.size())));
      }
      if (step % 100 == 0) {
        assertThat(running.all().stream().filter(request(id)::equals)).hasSize(mine.size());
      }
    }
    mine.forEach(running::end);
  }
}
