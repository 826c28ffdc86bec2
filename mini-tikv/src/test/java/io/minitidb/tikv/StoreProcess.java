package io.minitidb.tikv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A store in a process of its own, which can be killed.
final class StoreProcess {
  private StoreProcess() {}

  /// @param directory for what is not the store's data
  /// @param items the file of its configuration
  static Process start(Path directory, Path data, FakePd pd, String items) throws IOException {
    Path config = Files.writeString(directory.resolve("tikv.toml"), items);
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.virtualThreadScheduler.parallelism=8",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            TikvMain.class.getName(),
            "--addr=127.0.0.1:0",
            "--status-addr=127.0.0.1:0",
            "--data-dir=" + data,
            "--pd=" + pd.address(),
            "--config=" + config,
            "--log-file=" + directory.resolve("tikv.log"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
