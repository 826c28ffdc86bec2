package io.minitidb.tikv.engine;

/// The parts of the engine, apart so that each has its own life: what users put, the history of the
/// node, and who the store is.
public enum ColumnFamily {
  DEFAULT("default"),
  HISTORY("mem_hist"),
  META("mem_meta");

  private final String text;

  ColumnFamily(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
