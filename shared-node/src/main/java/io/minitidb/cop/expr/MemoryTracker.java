package io.minitidb.cop.expr;

/// Where operators note the rows that they keep, so that one statement cannot take all memory.
/// Bytes are estimates. Thread-confined like the operators, unless an implementation says more.
public interface MemoryTracker {

  /// Takes everything.
  MemoryTracker UNBOUNDED =
      new MemoryTracker() {
        @Override
        public void hold(long bytes) {}

        @Override
        public void release(long bytes) {}
      };

  /// Notes that `bytes` more are held.
  ///
  /// @throws EvalException 8175 when that is more than the quota; the bytes are not counted then
  void hold(long bytes);

  /// Notes that `bytes` of those held are free again.
  void release(long bytes);
}
