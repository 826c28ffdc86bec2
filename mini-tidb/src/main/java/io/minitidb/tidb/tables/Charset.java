package io.minitidb.tidb.tables;

import io.minitidb.cop.data.Collation;

/// The character sets that have collations here, with TiDB's descriptions and defaults.
///
/// Texts are UTF-8 whatever the set; a client may ask for any of them.
enum Charset {
  ASCII(Collation.ASCII_BIN, "US ASCII", 1),
  BINARY(Collation.BINARY, "binary", 1),
  LATIN1(Collation.LATIN1_BIN, "Latin1", 1),
  UTF8(Collation.UTF8_BIN, "UTF-8 Unicode", 3),
  UTF8MB4(Collation.UTF8MB4_BIN, "UTF-8 Unicode", 4);

  private final Collation standard;
  private final String description;
  private final int maxBytes;

  Charset(Collation standard, String description, int maxBytes) {
    this.standard = standard;
    this.description = description;
    this.maxBytes = maxBytes;
  }

  static Charset of(Collation collation) {
    String name = collation.name();
    int end = name.indexOf('_');
    return valueOf(end < 0 ? name : name.substring(0, end));
  }

  String sqlName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  Collation standard() {
    return standard;
  }

  String description() {
    return description;
  }

  /// Returns how many bytes a character has at most.
  int maxBytes() {
    return maxBytes;
  }
}
