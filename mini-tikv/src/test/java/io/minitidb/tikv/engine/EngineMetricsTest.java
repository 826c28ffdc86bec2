package io.minitidb.tikv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tikv.Defaults;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class EngineMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  @TempDir Path directory;

  /// Returns what is shown, by name with labels.
  private Map<String, Double> shown() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> Double.parseDouble(parts[1])));
  }

  @Test
  void whatRocksDbCountsIsShownWhileItIsOpen() throws IOException {
    try (RocksEngine engine = new RocksEngine(directory, Defaults.config().rocksdb());
        EngineMetrics metrics = new EngineMetrics(engine, registry)) {
      assertThat(metrics.collect().size()).isEqualTo(21);
      double synced = shown().getOrDefault("tikv_engine_wal_file_synced_total", -1.0);
      RocksEngine.Change put = new RocksEngine.Change.Put(new byte[] {1}, new byte[1000]);
      engine.write(ColumnFamily.DEFAULT, List.of(put), Durability.DISK);
      assertThat(shown())
          .containsEntry("tikv_engine_wal_file_synced_total", synced + 1)
          .containsEntry("tikv_engine_estimate_num_keys{cf=\"default\"}", 1.0)
          .containsEntry("tikv_engine_write_stopped", 0.0)
          .containsEntry("tikv_engine_stall_micro_seconds_total", 0.0)
          .hasEntrySatisfying(
              "tikv_engine_memory_bytes{cf=\"default\"}",
              bytes -> assertThat(bytes).isGreaterThan(1000));
    }
    assertThat(shown()).isEmpty();
  }
}
