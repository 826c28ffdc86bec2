package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// A cluster of processes on this machine, known by its data directory.
///
/// The processes outlive this object and this JVM; another `LocalCluster` on the same directory
/// takes over where this one ended. What changes the cluster holds a lock on the directory. Every
/// failure is a [ClusterException] with a message for the user. Safe for use by several threads.
public final class LocalCluster {
  private static final Duration POLITE = Duration.ofSeconds(10);
  private static final Duration GONE = Duration.ofSeconds(5);

  private final DataDir dir;
  private final Processes processes;
  private final Consumer<String> progress;

  /// @param progress gets a line for each step
  public LocalCluster(Installation installation, Path dataDir, Consumer<String> progress) {
    this.dir = new DataDir(dataDir);
    this.processes = new Processes(installation, dir);
    this.progress = progress;
  }

  public DataDir dir() {
    return dir;
  }

  /// Returns whether nodes were ever planned here.
  public boolean exists() {
    return StateFile.read(dir.stateFile()).isPresent();
  }

  /// Returns the nodes in the order mini-tidb, mini-tikv, mini-pd, running or not.
  public List<Node> nodes() {
    return state().nodes();
  }

  public List<Node> nodes(NodeKind kind) {
    return state().nodes(kind);
  }

  /// @throws ClusterException naming the nodes there are
  public Node node(String name) {
    return state().member(name).node();
  }

  /// Returns by how much the default ports are shifted.
  public int portOffset() {
    return state().portOffset();
  }

  /// Returns the nodes that have a process now.
  public List<Node> alive() {
    return state().alive().stream().map(ClusterState.Member::node).toList();
  }

  /// Asks every node for its state, all at once.
  public List<NodeStatus> status() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<NodeStatus>> questions = new ArrayList<>();
      Readiness readiness = new Readiness(security());
      state().members().forEach(member -> questions.add(() -> NodeStatus.of(member, readiness)));
      return threads.invokeAll(questions).stream().map(Future::resultNow).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  /// Returns whether the nodes talk with certificates.
  public boolean tls() {
    return state().tls();
  }

  /// Asks a node for `path` by HTTP.
  ///
  /// @throws IOException when there was no answer within `limit`
  public Http.Answer get(Node node, String path, Duration limit) throws IOException {
    return Http.call(security(), "GET", node.statusAddress(), path, limit);
  }

  private Optional<Certificates> certificates() {
    return state().tls() ? Optional.of(new Certificates(dir.certificates())) : Optional.empty();
  }

  private Security security() {
    return certificates().map(Certificates::launcher).orElse(Security.NONE);
  }

  /// Plans a new cluster of `shape` on the default ports; nothing is started.
  ///
  /// @param tls whether the nodes are to talk with certificates
  /// @throws ClusterException when a port is in use
  public void plan(Shape shape, boolean tls) {
    List<Node> nodes = Ports.plan(shape);
    List<String> busy = Ports.inUse(nodes);
    if (!busy.isEmpty()) {
      throw new ClusterException(
          String.join("\n", busy)
              + "\nEnd the process that uses it, or shift all ports: --port-offset "
              + Ports.freeOffset(shape));
    }
    plan(shape.portOffset(), tls, nodes);
  }

  /// Plans a new cluster of `shape` on any free ports.
  public void planAnywhere(Shape shape) {
    planAnywhere(shape, false);
  }

  /// As [#planAnywhere(Shape)].
  ///
  /// @param tls whether the nodes are to talk with certificates
  public void planAnywhere(Shape shape, boolean tls) {
    plan(shape.portOffset(), tls, Ports.planAnywhere(shape));
  }

  private void plan(int portOffset, boolean tls, List<Node> nodes) {
    try (DataDir.Lock _ = dir.lock()) {
      if (exists()) {
        throw new ClusterException("there is a cluster in " + dir.path() + " already");
      }
      StateFile.write(dir.stateFile(), ClusterState.planned(portOffset, tls, nodes));
    }
  }

  /// Starts every planned node on the data that it has, all at once, and waits until a query
  /// through each mini-tidb sees all of them.
  ///
  /// When a node ends meanwhile or is not ready within a minute, everything is stopped again. Of a
  /// first start that failed only the logs are left, so that another one may have another shape.
  public void start() {
    List<Node> nodes = nodes();
    boolean first = nodes.stream().noneMatch(node -> Files.exists(dir.data(node)));
    try {
      launch(nodes);
    } catch (RuntimeException e) {
      if (first) {
        nodes.forEach(node -> DataDir.delete(dir.data(node)));
        DataDir.delete(dir.stateFile());
      }
      throw e;
    }
  }

  private void launch(List<Node> nodes) {
    try (DataDir.Lock _ = dir.lock()) {
      List<String> busy = Ports.inUse(nodes);
      if (!busy.isEmpty()) {
        throw new ClusterException(String.join("\n", busy) + "\nEnd the process that uses it.");
      }
      certificates().ifPresent(certificates -> certificates.issue(nodes));
      ServerCommand flags = new ServerCommand(dir, nodes(), certificates());
      try {
        Startup startup = new Startup(dir, new Readiness(security()), progress);
        // The longest way to go first: a mini-pd has an etcd to start and a leader to elect.
        for (Node node : nodes.reversed()) {
          record(node, Optional.of(processes.launch(node, flags)));
        }
        startup.await(members(nodes), state().alive().size());
      } catch (RuntimeException e) {
        end(members(nodes));
        throw e instanceof ClusterException failure
            ? new ClusterException(
                failure.getMessage() + "\nEverything that was launched is stopped again.", failure)
            : e;
      }
    }
  }

  /// Stops every node politely; those that do not obey within ten seconds are killed.
  public void stop() {
    stop(POLITE);
  }

  /// Stops every node politely; those that do not obey within `limit` are killed.
  public void stop(Duration limit) {
    try (DataDir.Lock _ = dir.lock()) {
      end(state().members(), limit);
    }
  }

  /// Stops every node like [#stop()], for the last moments of a JVM whose own start was cut off:
  /// that one holds the lock.
  public void stopAfterInterruption() {
    end(state().members());
  }

  /// Waits until no node runs any more.
  public void awaitEnd() {
    Poll.until(Duration.ofDays(365), Duration.ofSeconds(1), () -> alive().isEmpty());
  }

  /// Ends the process of a node by force.
  public void kill(String name) {
    try (DataDir.Lock _ = dir.lock()) {
      ClusterState.Member member = state().member(name);
      Processes.kill(member);
      record(member.node(), Optional.empty());
    }
  }

  /// Stops the process of a node from running on, without ending it.
  public void freeze(String name) {
    Processes.signal(List.of(state().member(name)), "STOP");
  }

  /// Lets a frozen process go on.
  public void thaw(String name) {
    Processes.signal(List.of(state().member(name)), "CONT");
  }

  /// Stops a node if it runs and starts it on its data and its ports.
  public void restart(String name) {
    ClusterState.Member member = state().member(name);
    try (DataDir.Lock _ = dir.lock()) {
      end(List.of(member));
      // The etcd of a killed mini-pd needs a moment longer for its end.
      Poll.until(GONE, Duration.ofMillis(50), () -> Ports.inUse(List.of(member.node())).isEmpty());
    }
    launch(List.of(member.node()));
  }

  /// Adds a node on the next free ports and waits until it is ready; a mini-pd joins the running
  /// ones and votes when this returns.
  public Node scaleOut(NodeKind kind) {
    Node node;
    try (DataDir.Lock _ = dir.lock()) {
      ClusterState state = state();
      node = Ports.further(kind, state.nodes(), state.portOffset());
      StateFile.write(dir.stateFile(), state.with(node, Optional.empty()));
    }
    try {
      launch(List.of(node));
      if (kind == NodeKind.PD) {
        new Pds(security()).awaitVote(nodes(NodeKind.PD), node);
      }
    } catch (ClusterException e) {
      if (kind == NodeKind.PD) {
        new Pds(security()).withdraw(nodes(NodeKind.PD), node, progress);
        DataDir.delete(dir.data(node));
      }
      forget(node);
      throw e;
    }
    return node;
  }

  /// Stops a node for good: it leaves the cluster and its data are deleted.
  ///
  /// @throws ClusterException when it is the last of its kind, or the mini-pds that would be left
  ///   were no majority
  public void scaleIn(String name) {
    ClusterState.Member member = state().member(name);
    Node node = member.node();
    if (nodes(node.kind()).size() == 1) {
      throw new ClusterException(name + " is the last mini-" + node.kind().text());
    }
    if (node.kind() == NodeKind.PD) {
      try (DataDir.Lock _ = dir.lock()) {
        new Pds(security()).remove(nodes(NodeKind.PD), node);
      }
    }
    try (DataDir.Lock _ = dir.lock()) {
      end(List.of(member));
    }
    if (node.kind() == NodeKind.TIKV) {
      new Stores(security()).remove(nodes(NodeKind.PD), node.address(), progress);
    }
    forget(node);
    DataDir.delete(dir.of(node));
  }

  private void forget(Node node) {
    try (DataDir.Lock _ = dir.lock()) {
      StateFile.write(dir.stateFile(), state().without(node));
    }
  }

  private void end(Collection<ClusterState.Member> members) {
    end(members, POLITE);
  }

  private void end(Collection<ClusterState.Member> members, Duration limit) {
    Processes.end(members, limit, progress);
    members.forEach(member -> record(member.node(), Optional.empty()));
  }

  /// Synchronized for an interrupted start, where the thread that stops the nodes meets the one
  /// that was starting them.
  private synchronized void record(Node node, Optional<OsProcess> process) {
    StateFile.write(dir.stateFile(), state().with(node, process));
  }

  private List<ClusterState.Member> members(List<Node> nodes) {
    return state().members().stream().filter(member -> nodes.contains(member.node())).toList();
  }

  private ClusterState state() {
    return StateFile.read(dir.stateFile())
        .orElseThrow(() ->
            new ClusterException(
                "there is no cluster in " + dir.path() + "; start one: ./mini-cluster start"));
  }
}
