package io.minitidb.tidb.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.exec.ScanCounts;
import org.junit.jupiter.api.Test;

class ScanTextTest {
  @Test
  void itReadsAsTiDbs() {
    ScanCounts.Engine engine = new ScanCounts.Engine(5, 6, 7, 8, 9);
    assertThat(ScanText.of(new ScanCounts(1, 2, 3, 4, engine)))
        .isEqualTo(
            ", scan_detail: {total_process_keys: 1, total_process_keys_size: 2, total_keys: 3, rocksdb:"
                + " {delete_skipped_count: 5, key_skipped_count: 6, block: {cache_hit_count: 7,"
                + " read_count: 8, read_byte: 9}}}");
  }

  @Test
  void zerosAreLeftOut() {
    assertThat(ScanText.of(ScanCounts.NONE)).isEmpty();
    assertThat(ScanText.of(new ScanCounts(0, 0, 3, 4, ScanCounts.Engine.NONE)))
        .isEqualTo(", scan_detail: {total_keys: 3}");
    assertThat(ScanText.of(new ScanCounts(1, 0, 0, 0, new ScanCounts.Engine(0, 2, 0, 0, 0))))
        .isEqualTo(", scan_detail: {total_process_keys: 1, rocksdb: {key_skipped_count: 2}}");
  }
}
