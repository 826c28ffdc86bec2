package io.minitidb.pd.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network of this test alone: a namespace for each member and one for the tester, the hub, which
/// holds two bridges. Over `data` the members talk to each other, and there they can be cut off;
/// over `ctl` the tester talks to them, always. No address of it exists outside of these
/// namespaces.
///
/// @param prefix of the namespaces' names; holds the process id of the test, so that leftovers of a
///   killed one are known
record Network(String prefix, int members) implements AutoCloseable {
  private static final String NAME = "mpdfault";

  /// What of a member's traffic with the others is lost.
  enum Cut {
    ALL,
    /// The others do not hear it.
    OUTGOING,
    /// It does not hear the others.
    INCOMING
  }

  /// Returns why this machine allows no such network, empty when it does.
  static Optional<String> obstacle() {
    try {
      if (!run("id", "-u").equals("0")) {
        return Optional.of("network namespaces need root");
      }
      removeLeftovers();
      Network tiny = new Network(NAME + ProcessHandle.current().pid() + "t-", 1);
      try (tiny) {
        tiny.setUp();
        tiny.cut(0, Cut.OUTGOING);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no network namespaces here: " + e.getMessage());
    }
  }

  static Network create(int members) throws IOException {
    removeLeftovers();
    Network network = new Network(NAME + ProcessHandle.current().pid() + "-", members);
    try {
      network.setUp();
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private void setUp() throws IOException {
    run("ip", "netns", "add", hub());
    run("ip", "-n", hub(), "link", "set", "lo", "up");
    for (String bridge : List.of("data", "ctl")) {
      run("ip", "-n", hub(), "link", "add", bridge, "type", "bridge");
      run("ip", "-n", hub(), "link", "set", bridge, "up");
    }
    run("ip", "-n", hub(), "addr", "add", "10.231.1.254/24", "dev", "ctl");
    for (int i = 0; i < members; i++) {
      run("ip", "netns", "add", prefix + i);
      run("ip", "-n", prefix + i, "link", "set", "lo", "up");
      plug(i, "data", data(i));
      plug(i, "ctl", control(i));
    }
  }

  private void plug(int member, String bridge, String address) throws IOException {
    String port = bridge + member;
    String inside = prefix + member;
    run(
        "ip", "-n", hub(), "link", "add", port, "type", "veth", "peer", "name", bridge, "netns",
        inside);
    run("ip", "-n", hub(), "link", "set", port, "master", bridge, "up");
    run("ip", "-n", inside, "addr", "add", address + "/24", "dev", bridge);
    run("ip", "-n", inside, "link", "set", bridge, "up");
  }

  /// Returns a member's address for the other members.
  String data(int member) {
    return "10.231.0." + (member + 1);
  }

  /// Returns a member's address for the tester.
  String control(int member) {
    return "10.231.1." + (member + 1);
  }

  /// Returns what stands before a command that runs where `member` is.
  List<String> inside(int member) {
    return List.of("ip", "netns", "exec", prefix + member);
  }

  /// Returns what stands before a command that runs where the tester is.
  List<String> atHub() {
    return List.of("ip", "netns", "exec", hub());
  }

  private String hub() {
    return prefix + "hub";
  }

  void cut(int member, Cut cut) throws IOException {
    switch (cut) {
      case ALL -> run("ip", "-n", hub(), "link", "set", "data" + member, "down");
      case OUTGOING ->
          run("tc", "-n", prefix + member, "qdisc", "replace", "dev", "data", "root", "blackhole");
      case INCOMING ->
          run("tc", "-n", hub(), "qdisc", "replace", "dev", "data" + member, "root", "blackhole");
    }
  }

  void heal(int member, Cut cut) throws IOException {
    switch (cut) {
      case ALL -> run("ip", "-n", hub(), "link", "set", "data" + member, "up");
      case OUTGOING -> run("tc", "-n", prefix + member, "qdisc", "del", "dev", "data", "root");
      case INCOMING -> run("tc", "-n", hub(), "qdisc", "del", "dev", "data" + member, "root");
    }
  }

  /// Ends whatever still runs in the namespaces, and removes them.
  @Override
  public void close() throws IOException {
    for (String each : run("ip", "netns", "list").lines().toList()) {
      String namespace = each.split(" ")[0];
      if (namespace.startsWith(prefix)) {
        remove(namespace);
      }
    }
  }

  private static void remove(String namespace) throws IOException {
    for (String pid : run("ip", "netns", "pids", namespace).lines().toList()) {
      ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
    }
    run("ip", "netns", "delete", namespace);
  }

  private static void removeLeftovers() throws IOException {
    for (String each : run("ip", "netns", "list").lines().toList()) {
      String namespace = each.split(" ")[0];
      if (namespace.matches(NAME + "\\d+t?-.*")) {
        long owner = Long.parseLong(namespace.replaceAll(NAME + "(\\d+)t?-.*", "$1"));
        if (ProcessHandle.of(owner).isEmpty()) {
          remove(namespace);
        }
      }
    }
  }

  private static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return text;
  }
}
