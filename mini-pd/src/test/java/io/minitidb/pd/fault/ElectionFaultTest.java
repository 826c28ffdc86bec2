package io.minitidb.pd.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three members as processes under random faults: killed, frozen, cut off the network, stopped,
/// and asked to hand leadership over meanwhile. There are never two leaders, timestamps never go
/// back, a leader serves again after each fault, and what a member answers for itself it always
/// answers.
///
/// `-Dpd.faults=200` is the long form, `-Dpd.seed` repeats a run, `-Dpd.kinds=KILL_BOTH,TRANSFER`
/// lets only these happen to leaders, and with `-Dpd.defaults=true` lease and ticks are those that
/// a member has by itself.
@Timeout(value = 3, unit = TimeUnit.HOURS)
final class ElectionFaultTest {
  private static final long SEED = Long.getLong("pd.seed", System.nanoTime());

  @TempDir static Path directory;

  private static Optional<String> obstacle = Optional.empty();
  private static final List<String> told = new ArrayList<>();
  private static int exitCode;

  @BeforeAll
  static void runOnce() throws Exception {
    System.err.println("pd.seed " + SEED);
    obstacle = Network.obstacle();
    if (obstacle.isPresent()) {
      run(List.of(), "");
    } else {
      try (Network network = Network.create(3)) {
        run(network.atHub(), network.prefix());
      }
    }
  }

  private static void run(List<String> before, String network)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Dpd.seed=" + SEED);
    for (String property : List.of("pd.faults", "pd.kinds", "pd.defaults")) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ElectionFaults.class.getName(), directory.toString(), network));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.err.println(line);
        told.add(line);
      }
    }
    exitCode = process.waitFor();
  }

  @Test
  void neverTwoLeadersAndAlwaysOneAgain() {
    assertThat(told.stream().filter(line -> line.contains(" PROBLEM ")))
        .as("seed " + SEED)
        .isEmpty();
    assertThat(exitCode).as("seed " + SEED + ": " + told).isZero();
    assertThat(told).anyMatch(line -> line.contains(" terms, "));
  }

  @Test
  void theNetworkWasCutToo() {
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse("") + ": no network was cut");
    assumeTrue(System.getProperty("pd.kinds") == null, "only some kinds of faults were asked for");
    assertThat(told).anyMatch(line -> line.contains(Fault.CUT.text));
  }
}
