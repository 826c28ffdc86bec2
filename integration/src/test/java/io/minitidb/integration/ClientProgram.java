package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A client of somebody else's that may be installed on this machine. Without it a test is skipped,
/// which says the reason.
record ClientProgram(Path program) {
  private static final long SECONDS = 120;

  /// What a program wrote, both streams together.
  record Ended(int code, String output) {

    /// Returns the output of a program that has to succeed.
    String succeeded() {
      assertThat(code).as(output).isZero();
      return output;
    }
  }

  /// @param names of which the first one on the PATH is taken
  static ClientProgram installed(String debianPackage, String... names) {
    for (String name : names) {
      for (String dir : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
        Path program = Path.of(dir, name);
        if (Files.isExecutable(program)) {
          return new ClientProgram(program);
        }
      }
    }
    return abort(Arrays.toString(names) + " is not installed (package " + debianPackage + ")");
  }

  Ended run(String... arguments) {
    return run(Path.of("."), Map.of(), "", arguments);
  }

  /// @param input what it reads
  Ended run(Path dir, Map<String, String> environment, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path output;
    try {
      output = Files.createTempFile("client", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It has ended without reading; its output says why.
      }
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String text = Files.readString(output);
      Files.delete(output);
      assertThat(ended).as(command + " did not end: " + text).isTrue();
      return new Ended(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
