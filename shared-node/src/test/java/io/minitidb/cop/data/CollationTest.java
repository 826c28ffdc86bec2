package io.minitidb.cop.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CollationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "BINARY|a|a|0",
        "BINARY|a|a |-1",
        "BINARY|A|a|-1",
        "UTF8MB4_BIN|a|a  |0",
        "UTF8MB4_BIN|A|a|-1",
        "UTF8MB4_BIN|é|e|1",
        "UTF8MB4_0900_BIN|a|a |-1",
        "UTF8MB4_GENERAL_CI|Tables|TABLES|0",
        "UTF8MB4_GENERAL_CI|a|a |0",
        "UTF8MB4_GENERAL_CI|_|a|1",
        "UTF8MB4_GENERAL_CI|ä|A|0",
        "UTF8MB4_GENERAL_CI|ß|s|0",
        "UTF8MB4_GENERAL_CI|ß|ss|-1",
        "UTF8MB4_GENERAL_CI|й|и|1",
        "UTF8MB4_GENERAL_CI|中|文|-1",
        "UTF8MB4_GENERAL_CI|ab|abc|-1",
        "UTF8MB4_UNICODE_CI|ß|SS|0",
        "UTF8MB4_UNICODE_CI|e\u0301|E|0",
        "UTF8MB4_UNICODE_CI|a |a|0",
        "UTF8MB4_0900_AI_CI|a |a|1",
        "UTF8MB4_0900_AI_CI|É|e|0"
      })
  void stringsCompareAsInMysql(Collation collation, String left, String right, int order) {
    byte[] a = left.getBytes(UTF_8);
    byte[] b = right.getBytes(UTF_8);
    assertThat(Integer.signum(collation.compare(a, 0, a.length, b, 0, b.length))).isEqualTo(order);
    assertThat(Integer.signum(collation.compare(b, 0, b.length, a, 0, a.length))).isEqualTo(-order);
    boolean sameKey =
        java.util.Arrays.equals(collation.key(a, 0, a.length), collation.key(b, 0, b.length));
    assertThat(sameKey).isEqualTo(order == 0);
  }

  @Test
  void collationsAreFoundByNumberAndByNameInAnyCase() {
    assertThat(Collation.of(45)).contains(Collation.UTF8MB4_GENERAL_CI);
    assertThat(Collation.of(1000)).isEmpty();
    assertThat(Collation.named("Utf8mb4_Unicode_CI")).contains(Collation.UTF8MB4_UNICODE_CI);
    assertThat(Collation.named("utf8mb3_bin")).contains(Collation.UTF8_BIN);
    assertThat(Collation.named("klingon")).isEmpty();
  }
}
