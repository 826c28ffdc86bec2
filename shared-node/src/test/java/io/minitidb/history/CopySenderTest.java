package io.minitidb.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minitidb.pdclient.Store;
import io.minitidb.proto.history.Rows;
import io.minitidb.proto.history.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CopySenderTest {
  private static final Store STORE =
      new Store(1, "a:1", "b:1", "Up", "", "", Instant.EPOCH, Instant.EPOCH);

  private final List<Long> taken = new CopyOnWriteArrayList<>();
  private volatile boolean fails = true;

  private boolean send(Store store, List<Tick> ticks) {
    if (!fails) {
      ticks.forEach(tick -> taken.add(tick.getMoment()));
    }
    return !fails;
  }

  private static Tick tick(long moment, int bytes) {
    return Tick.newBuilder()
        .setMoment(moment)
        .addRows(Rows.newBuilder().setColumns(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  @Test
  void whatCouldNotBeSentIsSentLaterInItsOrder() {
    try (CopySender sender =
        new CopySender("test", () -> Optional.of(STORE), () -> false, this::send)) {
      LongStream.range(0, 100).forEach(moment -> sender.offer(tick(moment, 10)));
      fails = false;
      await()
          .untilAsserted(
              () -> assertThat(taken).isEqualTo(LongStream.range(0, 100).boxed().toList()));
    }
  }

  @Test
  void onlySoMuchWaits() {
    try (CopySender sender =
        new CopySender("test", () -> Optional.of(STORE), () -> false, this::send)) {
      LongStream.range(0, 1000).forEach(moment -> sender.offer(tick(moment, 1 << 20)));
      fails = false;
      await().until(() -> taken.contains(999L));
      assertThat(taken).hasSizeLessThan(10).isSorted();
    }
  }

  @Test
  void aCopyThatTheClusterHasNoStoreForIsNoTrouble() {
    try (CopySender sender = new CopySender("test", Optional::empty, () -> true, this::send)) {
      LongStream.range(0, 1000).forEach(moment -> sender.offer(tick(moment, 10)));
      assertThat(taken).isEmpty();
    }
  }
}
