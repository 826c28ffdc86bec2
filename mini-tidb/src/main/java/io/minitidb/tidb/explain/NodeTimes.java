package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.exec.Summary;
import io.minitidb.tidb.exec.NodeRun;
import java.util.ArrayList;
import java.util.List;

/// Many nodes' runs in one line.
final class NodeTimes {
  private NodeTimes() {}

  /// Returns what each pushed operator did on all nodes together.
  static List<Summary> total(List<NodeRun> runs) {
    List<Summary> total = new ArrayList<>();
    for (NodeRun run : runs) {
      for (int i = 0; i < run.summaries().size(); i++) {
        if (i == total.size()) {
          total.add(Summary.NOTHING);
        }
        total.set(i, total.get(i).plus(run.summaries().get(i)));
      }
    }
    return total;
  }

  /// Returns what all nodes together read from their disks.
  static ScanCounts scanned(List<NodeRun> runs) {
    return runs.stream().map(NodeRun::scanned).reduce(ScanCounts.NONE, ScanCounts::plus);
  }

  /// Returns `cop_task: {num: 3, max: 2ms, min: 1ms, avg: 1.5ms, p95: 2ms, failed: 1, bytes: 12}`.
  static String text(List<NodeRun> runs) {
    long[] times =
        runs.stream()
            .filter(run -> run.failure().isEmpty())
            .mapToLong(run -> run.wall().toNanos())
            .sorted()
            .toArray();
    long bytes = runs.stream().mapToLong(NodeRun::bytes).sum();
    StringBuilder text = new StringBuilder("cop_task: {num: ").append(runs.size());
    if (times.length > 0) {
      long sum = 0;
      for (long time : times) {
        sum += time;
      }
      text.append(", max: ")
          .append(Nanos.text(times[times.length - 1]))
          .append(", min: ")
          .append(Nanos.text(times[0]))
          .append(", avg: ")
          .append(Nanos.text(sum / times.length))
          .append(", p95: ")
          .append(Nanos.text(times[(times.length - 1) * 95 / 100]));
    }
    if (times.length < runs.size()) {
      text.append(", failed: ").append(runs.size() - times.length);
    }
    return text.append(", bytes: ").append(bytes).append('}').toString();
  }
}
