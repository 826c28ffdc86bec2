package io.minitidb.pd.http;

import io.minitidb.memtable.NetworkLatency;
import io.minitidb.node.HostPort;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Vitals;
import io.minitidb.server.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one member knows of its machine: the prototype's three tables. Always the latest sample, so
/// no request waits for one, and no sample is rendered twice.
public final class MachineRoutes {
  private final String name;
  private final HostPort self;
  private final Supplier<Optional<Machine>> machine;
  private final NetworkLatency latency;
  private volatile @Nullable Rendered nodeInfo;
  private volatile @Nullable Rendered statsInfo;

  /// The machine once it has been read.
  public record Machine(Inventory inventory, Vitals vitals) {}

  /// An answer and what it was made of.
  private record Rendered(Object of, HttpAnswer answer) {}

  /// @param self the advertised address
  /// @param machine empty until the first sample is there
  public MachineRoutes(
      String name, HostPort self, Supplier<Optional<Machine>> machine, NetworkLatency latency) {
    this.name = name;
    this.self = self;
    this.machine = machine;
    this.latency = latency;
  }

  /// @param table `node_info`, `stats_info` or `network_latency`; any other one is an empty string,
  ///   as it was
  HttpAnswer table(String table) {
    return switch (table) {
      case "node_info" ->
          machine
              .get()
              .map(m -> nodeInfo(m.inventory().hardware()))
              .orElseGet(MachineRoutes::notYet);
      case "stats_info" ->
          machine.get().map(m -> statsInfo(m.vitals().latest())).orElseGet(MachineRoutes::notYet);
      case "network_latency" -> Answers.json(networkLatency());
      default -> Answers.json("");
    };
  }

  private static HttpAnswer notYet() {
    return Answers.json(500, "the machine has not been sampled yet");
  }

  @SuppressWarnings("ReferenceEquality") // the same reading, not one like it
  private HttpAnswer nodeInfo(Hardware hardware) {
    Rendered last = nodeInfo;
    if (last == null || last.of() != hardware) {
      last = new Rendered(hardware, Answers.json(render(hardware)));
      nodeInfo = last;
    }
    return last.answer();
  }

  @SuppressWarnings("ReferenceEquality") // the same sample, not one like it
  private HttpAnswer statsInfo(Sample sample) {
    Rendered last = statsInfo;
    if (last == null || last.of() != sample) {
      last = new Rendered(sample, Answers.json(render(sample)));
      statsInfo = last;
    }
    return last.answer();
  }

  private GoJson.Obj render(Hardware hardware) {
    return GoJson.object()
        .put("pd_name", name)
        .put("ip", self.host())
        .put("port", self.port())
        .put(
            "cpu_info",
            GoJson.object()
                .put("cpu_vendor", hardware.processor().vendor())
                .put("cpu_model", hardware.processor().model())
                .put("cpu_frequency", hardware.processor().frequency() / 1e6)
                .put("cpu_thread", hardware.processor().threads()))
        .put("mem_size", hardware.memoryTotal() >> 20)
        .put(
            "disk_infos",
            hardware.disks().stream()
                .map(d ->
                    GoJson.object()
                        .put("disk_type", d.driver())
                        .put("disk_size", d.size() / 1_000_000_000))
                .toList())
        .put(
            "netcard_infos",
            hardware.cards().stream()
                .map(c ->
                    GoJson.object()
                        .put("name", c.name())
                        .put("driver", c.driver())
                        .put("macaddress", c.mac())
                        .put("port", "")
                        .put("speed", c.speed() / 1_000_000))
                .toList());
  }

  private GoJson.Obj render(Sample sample) {
    return GoJson.object()
        .put("ip", self.host())
        .put("pd_name", name)
        .put("cpu_usage", sample.cpu().busy() * 100)
        .put("mem_usage", sample.memory().usedFraction() * 100)
        .put(
            "net_usage",
            sample.nics().stream()
                .map(nic ->
                    GoJson.object()
                        .put("name", nic.device())
                        .putUnsigned("bytesSent", nic.total(NicCounter.BYTES_SENT))
                        .putUnsigned("bytesRecv", nic.total(NicCounter.BYTES_RECEIVED)))
                .toList());
  }

  /// The fields behind `pd_name` are ours; a node that does not answer has null in all three.
  private List<GoJson.Obj> networkLatency() {
    return latency.targets().stream()
        .map(target ->
            GoJson.object()
                .put("source", self.toString())
                .put("target", target.instance())
                .put("latency", target.roundTrip().map(t -> millis(t.average())).orElse(null))
                .put("pd_name", name)
                .put("min", target.roundTrip().map(t -> millis(t.min())).orElse(null))
                .put("max", target.roundTrip().map(t -> millis(t.max())).orElse(null)))
        .toList();
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6);
  }
}
