package io.minitidb.cop.exec;

import java.util.Arrays;

/// Rows `from` to `end - 1` of a sorted input, which are one partition of a window.
///
/// @param peerEnds where runs of rows that are equal by the order end; the last one is `end`
record Partition(int from, int end, int[] peerEnds) {
  int rows() {
    return end - from;
  }

  /// Returns the number of the run that `row` is in, from 0.
  int run(int row) {
    int at = Arrays.binarySearch(peerEnds, row);
    return at >= 0 ? at + 1 : -at - 1;
  }

  int peersFrom(int row) {
    int run = run(row);
    return run == 0 ? from : peerEnds[run - 1];
  }

  int peersEnd(int row) {
    return peerEnds[run(row)];
  }
}
