package io.minitidb.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollingFileTest {
  @TempDir private Path directory;

  @Test
  void goesOnBehindWhatIsThere() throws IOException {
    Path path = directory.resolve("x.log");
    Files.writeString(path, "before\n");
    try (RollingFile file = new RollingFile(path, 1000, 2)) {
      file.write("äfter\n");
      file.flush();
      assertThat(Files.readAllLines(path)).containsExactly("before", "äfter");
    }
  }

  @Test
  void keepsSoManyOldFilesAndLosesNoLineOfThem() throws IOException {
    Path path = directory.resolve("x.log");
    try (RollingFile file = new RollingFile(path, 20, 2)) {
      for (int i = 0; i < 4; i++) {
        Path moved = directory.resolve("x.log." + Math.min(i, 2));
        String line = "line number " + i + " of 20 bytes\n";
        file.write(line);
        file.flush();
        int number = i;
        Awaitility.await()
            .until(() -> {
              file.write("more\n");
              file.flush();
              return number == 0 || Files.exists(moved) && Files.size(path) < 20;
            });
      }
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("x.log", "x.log.1", "x.log.2");
    }
    assertThat(List.of(Files.readString(directory.resolve("x.log.1")).split("\n")))
        .allMatch(line -> line.startsWith("line") || line.equals("more"));
  }

  @Test
  void aFileThatCannotBeWrittenIsAnError() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    Path path = directory.resolve("file/x.log");
    assertThatThrownBy(() -> new RollingFile(path, 1000, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString());
  }
}
