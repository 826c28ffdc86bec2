package io.minitidb.memtable.tables;

import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NetworkLatency.RoundTrip;
import io.minitidb.node.NodeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the prototype's two tables of round trips have in common: one row for each other node, in
/// milliseconds over the last minute. SOURCE and TARGET are the INSTANCE of the two. LATENCY is the
/// average as text, as in the prototype; MIN_LATENCY and MAX_LATENCY are ours. All three are NULL
/// for a node that did not answer the last time.
final class ServerLatency {
  private ServerLatency() {}

  private record Row(NodeInfo source, NetworkLatency.Target target) {
    @Nullable Double millis(Function<RoundTrip, Duration> which) {
      Optional<Double> millis = target.roundTrip().map(which).map(time -> time.toNanos() / 1e6);
      return millis.isPresent() ? millis.get() : null;
    }

    @Nullable String average() {
      Double millis = millis(RoundTrip::average);
      return millis == null ? null : String.format(Locale.ROOT, "%.3f", millis);
    }
  }

  static Definition<?> of(Definition.Naming naming) {
    return naming.of(
        List.of(
            Column.<Row>text("SOURCE", 64, row -> row.source().instance()),
            Column.text("TARGET", 64, row -> row.target().instance()),
            Column.text("LATENCY", 30, Row::average),
            Column.realOrNull("MIN_LATENCY", row -> row.millis(RoundTrip::min)),
            Column.realOrNull("MAX_LATENCY", row -> row.millis(RoundTrip::max))),
        context ->
            context.source(NetworkLatency.class).targets().stream()
                .map(target -> new Row(context.node().node(), target))
                .toList());
  }
}
