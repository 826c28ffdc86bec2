package io.minitidb.tikv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tikv.Defaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class RocksEngineTest {
  @TempDir Path directory;

  private RocksEngine open() {
    return new RocksEngine(directory, Defaults.config().rocksdb());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RocksEngine.Pair pair(String key, String value) {
    return new RocksEngine.Pair(bytes(key), bytes(value));
  }

  @Test
  void whatWasPutIsThereAfterReopening() {
    try (RocksEngine engine = open()) {
      engine.put(ColumnFamily.META, List.of(pair("a", "1"), pair("b", "2")));
    }
    try (RocksEngine engine = open()) {
      assertThat(engine.get(ColumnFamily.META, bytes("b"))).hasValue(bytes("2"));
      assertThat(engine.get(ColumnFamily.META, bytes("c"))).isEmpty();
      assertThat(engine.get(ColumnFamily.HISTORY, bytes("b"))).isEmpty();
    }
  }

  @Test
  void theLastKeyOfARangeIsFoundAndItsUpperEndIsOutside() {
    try (RocksEngine engine = open()) {
      engine.put(ColumnFamily.HISTORY, List.of(pair("k1", "1"), pair("k3", "3"), pair("k5", "5")));
      assertThat(
              engine
                  .last(ColumnFamily.HISTORY, bytes("k1"), bytes("k5"))
                  .map(RocksEngine.Pair::value))
          .hasValue(bytes("3"));
      assertThat(engine.last(ColumnFamily.HISTORY, bytes("k6"), bytes("k9"))).isEmpty();
    }
  }

  @Test
  void aDeletedRangeIsGone() {
    try (RocksEngine engine = open()) {
      engine.put(ColumnFamily.HISTORY, List.of(pair("k1", "1"), pair("k3", "3")));
      engine.deleteRange(ColumnFamily.HISTORY, bytes("k0"), bytes("k3"), Durability.SYSTEM);
      assertThat(engine.get(ColumnFamily.HISTORY, bytes("k1"))).isEmpty();
      assertThat(engine.get(ColumnFamily.HISTORY, bytes("k3"))).isPresent();
    }
  }

  @Test
  void aSecondProcessOnTheDirectoryIsRefused() {
    try (RocksEngine engine = open()) {
      assertThat(engine.size()).isNotNegative();
      assertThatThrownBy(this::open)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("another mini-tikv");
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.getFileName().toString().matches(name)).toList();
    }
  }

  private void assertDamageIsReported() {
    assertThatThrownBy(this::open)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cannot open the store in " + directory)
        .hasMessageContaining("damaged")
        .hasMessageContaining("start a new one with an empty directory");
  }

  /// A store with table files.
  private void fill() {
    try (RocksEngine engine = open()) {
      engine.put(ColumnFamily.DEFAULT, List.of(pair("a", "1")));
    }
    // What the log held goes to a table file.
    open().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST-.*", "CURRENT", ".*\\.sst"})
  void aFileThatWasCutOrOverwrittenIsReportedAtStart(String name) throws Exception {
    fill();
    List<Path> damaged = files(name);
    assertThat(damaged).isNotEmpty();
    for (Path file : damaged) {
      Files.write(file, bytes("this is none"));
    }
    assertDamageIsReported();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST-.*", ".*\\.sst"})
  void aMissingFileIsReportedAtStart(String name) throws Exception {
    fill();
    for (Path file : files(name)) {
      Files.delete(file);
    }
    assertDamageIsReported();
  }

  @Test
  void aCallAfterClosingIsRefused() {
    RocksEngine engine = open();
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.put(ColumnFamily.META, List.of(pair("a", "1"))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void theIdentBelongsToOneCluster() {
    try (RocksEngine engine = open()) {
      assertThat(StoreIdent.read(engine)).isEmpty();
      new StoreIdent(-1L, 7).write(engine);
    }
    try (RocksEngine engine = open()) {
      StoreIdent ident = StoreIdent.read(engine).orElseThrow();
      assertThat(ident.storeId()).isEqualTo(7);
      ident.checkCluster(-1L);
      assertThatThrownBy(() -> ident.checkCluster(5))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("18446744073709551615")
          .hasMessageContaining("cluster 5");
    }
  }
}
