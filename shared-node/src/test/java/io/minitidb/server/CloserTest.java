package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloserTest {
  private final List<String> closed = new ArrayList<>();
  private final Closer closer = new Closer();

  @Test
  void closesInReverseOrder() {
    closer.add(() -> closed.add("first"));
    closer.add(() -> closed.add("second"));
    closer.close();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void closesTheOthersWhenOneFailsAndKeepsEveryFailure() {
    closer.add(() -> closed.add("first"));
    closer.add(() -> {
      throw new IOException("later");
    });
    closer.add(() -> {
      throw new IllegalArgumentException("earlier");
    });
    assertThatThrownBy(closer::close)
        .isInstanceOf(IllegalArgumentException.class)
        .hasSuppressedException(new IOException("later"));
    assertThat(closed).containsExactly("first");
  }

  @Test
  void wrapsCheckedFailures() {
    IOException failure = new IOException("no disk");
    closer.add(() -> {
      throw failure;
    });
    assertThatThrownBy(closer::close).isInstanceOf(IllegalStateException.class).hasCause(failure);
  }

  @Test
  void secondCloseDoesNothing() {
    closer.add(() -> closed.add("once"));
    closer.close();
    closer.close();
    assertThat(closed).containsExactly("once");
  }
}
