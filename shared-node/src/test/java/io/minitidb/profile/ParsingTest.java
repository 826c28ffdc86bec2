package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the JVM prints for people.
class ParsingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          java.base/java.lang.VirtualThread.run(VirtualThread.java:460) | java.lang.VirtualThread.run | java/lang/VirtualThread.java:460
          java.lang.Object.wait0(Native Method)                         | java.lang.Object.wait0      | java/lang/Object.java
          app//io.x.Main.<init>(Main.java)                              | io.x.Main.<init>            | io/x/Main.java
          io.x.A$B$$Lambda/0x0000001c.run(Unknown Source)               | io.x.A$B$$Lambda.run        | io/x/A.java
          Main.main(Main.java:3)                                        | Main.main                   | Main.java:3
          nonsense                                                      | nonsense                    | ''
          """)
  void framesOfADump(String element, String function, String place) {
    Frame frame = ThreadDump.frame(element);
    assertThat(frame.function()).isEqualTo(function);
    assertThat(frame.place()).isEqualTo(place);
  }

  @Test
  void theHeapHistogram() {
    Profile profile =
        HeapHistogram.parse(
            """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         28977        1783632  [B (java.base@25.0.3)
               2:         27955         670920  java.lang.String (java.base@25.0.3)
               3:          4704         603336  [[Lio.minitidb.cop.data.Vector;
               4:             1             16  io.x.A$$Lambda/0x000001
            Total         61637        3057904
            """);
    assertThat(profile.stacks())
        .hasSize(4)
        .containsEntry(
            List.of(new Frame("(arrays)", "java.base", 0), new Frame("byte[]", "java.base", 0)),
            1783632L)
        .containsEntry(
            List.of(
                new Frame("java.lang", "java.base", 0),
                new Frame("java.lang.String", "java.base", 0)),
            670920L)
        .containsEntry(
            List.of(
                new Frame("io.minitidb.cop.data", "", 0),
                new Frame("io.minitidb.cop.data.Vector[][]", "", 0)),
            603336L)
        .containsEntry(List.of(new Frame("io.x", "", 0), new Frame("io.x.A$$Lambda", "", 0)), 16L);
  }
}
