package io.minitidb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigItemTest {

  private static ConfigItem item(String type, String value) {
    String text = "# What it does.\n# More of it.\n#: " + type + "\nx = 1\n";
    return new ItemReader("test.toml", Map.of("x", value))
        .read(text.lines().toList()).values().stream().findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          integer            ; 7     ; 8       ; 8
          integer            ; 7     ; 8.0     ; 8
          number             ; 1     ; 0.5     ; 0.5
          boolean            ; true  ; OFF     ; false
          boolean            ; true  ; 1       ; true
          text               ; a     ; A b     ; A b
          choice a|b         ; a     ; B       ; b
          duration           ; 1s    ; 90s     ; 1m30s
          duration 1s..1h    ; 1s    ; 3600s   ; 1h0m0s
          size               ; 1KiB  ; 1024KB  ; 1MiB
          size 1KiB..1GiB    ; 1KiB  ; 1.5GB   ; -
          size ..2GiB        ; 1KiB  ; 1.5GB   ; 1536MiB
          duration 10ms..    ; 1s    ; 9ms     ; -
          integer 1..20 MiB  ; 7     ; 21      ; -
          integer 1..20 MiB  ; 7     ; 0       ; -
          integer            ; 7     ; x       ; -
          integer            ; 7     ; 1e30    ; -
          number 0..1        ; 1     ; 1.01    ; -
          boolean            ; true  ; yes     ; -
          choice a|b         ; a     ; c       ; -
          list               ; []    ; ["a"]   ; ["a"]
          list               ; []    ; a       ; -
          """)
  void valuesHaveOneNormalForm(String type, String initial, String value, String expected) {
    ConfigItem item = item(type, initial);
    if (expected.equals("-")) {
      assertThatThrownBy(() -> item.value(value)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(ConfigTree.text(item.value(value))).isEqualTo(expected);
    }
  }

  @Test
  void allOfItIsRead() {
    assertThat(item("integer 1..20 MiB, online", "7"))
        .isEqualTo(
            new ConfigItem(
                "x",
                ValueType.INTEGER,
                "1",
                "20",
                List.of(),
                "MiB",
                "7",
                true,
                "What it does. More of it."));
    assertThat(item("integer 1..20 MiB", "7").range()).isEqualTo("1 to 20");
    assertThat(item("integer 1..", "7").range()).isEqualTo("at least 1");
    assertThat(item("choice a|b, online", "a").range()).isEqualTo("a, b");
    assertThat(item("text", "a").range()).isEmpty();
  }

  @Test
  void aRefusalSaysWhatIsAllowed() {
    assertThatThrownBy(() -> item("duration 10ms..1h", "1s").value("2h"))
        .hasMessage("'2h' is not 10ms to 1h");
  }

  @Test
  void anItemNeedsItsDescriptionItsTypeAndADefaultThatFits() {
    assertThatThrownBy(() -> item("nothing", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> item("integer 5..9", "1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the default of 'x'");
    assertThatThrownBy(() ->
            new ItemReader("test.toml", Map.of("x", "1")).read(List.of("# Only words.", "x = 1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("lacks its description or its line of type");
  }

  @Test
  void aSecretCannotBeOnline() {
    String text = "# A secret.\n#: text, online\nmy-token = \"\"\n";
    assertThatThrownBy(
            () -> new ItemReader("test.toml", Map.of("my-token", "")).read(text.lines().toList()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("secret");
  }
}
