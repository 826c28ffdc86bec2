package io.minitidb.bench;

import java.time.Duration;

/// The processor time that a process has taken: it says more than a rate when others want the
/// processor too.
final class CpuTime {
  private CpuTime() {}

  static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }
}
