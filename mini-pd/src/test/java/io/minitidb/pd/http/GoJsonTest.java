package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoJsonTest {
  @Test
  void indentsByTwoAndEndsWithANewline() {
    GoJson.Obj object =
        GoJson.object()
            .put("a", 1)
            .put("list", List.of("x", GoJson.object().put("b", true)))
            .put("none", List.of())
            .put("empty", GoJson.object())
            .put("nothing", null);
    assertThat(GoJson.render(object))
        .isEqualTo(
            """
            {
              "a": 1,
              "list": [
                "x",
                {
                  "b": true
                }
              ],
              "none": [],
              "empty": {},
              "nothing": null
            }
            """);
  }

  @Test
  void escapesWhatGoEscapes() {
    assertThat(GoJson.render("<a & \"b\">\n\\\u0001\u2028é"))
        .isEqualTo("\"\\u003ca \\u0026 \\\"b\\\"\\u003e\\n\\\\\\u0001\\u2028é\"\n");
  }

  @Test
  void idsUseAll64Bits() {
    assertThat(GoJson.render(GoJson.unsigned(Long.parseUnsignedLong("12032071944965263166"))))
        .isEqualTo("12032071944965263166\n");
    assertThat(GoJson.render(GoJson.unsigned(7))).isEqualTo("7\n");
  }

  @Test
  void floatsHaveNoNeedlessFraction() {
    assertThat(List.of(GoJson.render(2600.0), GoJson.render(0.5), GoJson.render(0.0)))
        .containsExactly("2600\n", "0.5\n", "0\n");
  }

  @Test
  void leavesZeroValuesOut() {
    GoJson.Obj object =
        GoJson.object()
            .putNonZero("a", 0)
            .putNonZero("b", "")
            .putNonZero("c", false)
            .putNonZero("d", List.of())
            .putNonZero("e", null)
            .putNonZero("f", GoJson.unsigned(-1));
    assertThat(GoJson.render(object)).isEqualTo("{\n  \"f\": 18446744073709551615\n}\n");
  }

  @Test
  void formatsOtherJsonAnew() {
    assertThat(GoJson.reformat("{\"a\" : [1, 2.5, null, \"x\", true], \"b\":{}}"))
        .isEqualTo(
            "{\n  \"a\": [\n    1,\n    2.5,\n    null,\n    \"x\",\n    true\n  ],\n  \"b\": {}\n}\n");
  }

  @Test
  void sizesHaveFourDigits() {
    assertThat(List.of(0L, 1023L, 1024L, 1_000_000_000_000L, 1_800_000_000_000L, 5_000_000L))
        .extracting(GoText::size)
        .containsExactly("0B", "1023B", "1KiB", "931.3GiB", "1.637TiB", "4.768MiB");
  }

  @Test
  void timesAreRfc3339() {
    Instant time = Instant.ofEpochSecond(1_700_000_000, 120_000_000);
    String text = GoText.time(time);
    assertThat(java.time.OffsetDateTime.parse(text).toInstant()).isEqualTo(time);
    assertThat(text).contains(":20.12");
  }
}
