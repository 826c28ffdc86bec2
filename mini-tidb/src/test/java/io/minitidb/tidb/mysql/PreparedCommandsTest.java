package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.error.SqlException;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packets that end too early.
final class PreparedCommandsTest {
  private final PreparedCommands commands = new PreparedCommands(64 << 20);

  /// An error would be taken for the answer of the next command.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 6})
  void commandsWithoutAnAnswerSayNothing(int length) {
    assertThatCode(() -> commands.longData(Unpooled.wrappedBuffer(new byte[length])))
        .doesNotThrowAnyException();
    assertThatCode(() -> commands.close(Unpooled.wrappedBuffer(new byte[length])))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void theOthersSayWhatIsWrong(int length) {
    assertThatThrownBy(() -> commands.execution(Unpooled.wrappedBuffer(new byte[length])))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1835));
    assertThatThrownBy(() -> commands.reset(Unpooled.wrappedBuffer(new byte[length])))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1835));
  }
}
