package io.minitidb.tidb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.error.SqlException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionIdTest {

  @ParameterizedTest
  @CsvSource({
    "2097154, 1", // server 1, local 1
    "4294967294, 2047", // the last of 32 bits
    "0, 0",
    "4398046511107, 2", // 64 bits: server 2, local 1
    "9223372036854775807, 4194303", // the last of 64 bits
  })
  void namesItsServer(String digits, long server) {
    ConnectionId id = ConnectionId.parse(digits);
    assertThat(id.serverId()).isEqualTo(server);
    assertThat(Long.toString(id.value())).isEqualTo(digits);
  }

  @ParameterizedTest
  @CsvSource({
    "1, Received a 32bits truncated ConnectionID",
    "4294967295, Received a 32bits truncated ConnectionID",
    "4294967296, exceeds uint32",
    "9223372036854775806, exceeds uint32",
    "9223372036854775808, exceeds int64",
    "18446744073709551615, exceeds int64",
    "99999999999999999999999999999, exceeds int64",
  })
  void whatIsNoIdIsRefused(String digits, String why) {
    assertThatThrownBy(() -> ConnectionId.parse(digits))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1105));
  }

  @Test
  void idsOfOursComeBack() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      long server = random.nextInt(2048);
      ConnectionId id = ConnectionId.of(server, random.nextLong());
      assertThat(id.value()).isBetween(0L, 0xFFFF_FFFFL);
      assertThat(ConnectionId.parse(Long.toString(id.value()))).isEqualTo(id);
      assertThat(id.serverId()).isEqualTo(server);
    }
  }
}
