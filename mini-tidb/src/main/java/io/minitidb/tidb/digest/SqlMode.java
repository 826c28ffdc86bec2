package io.minitidb.tidb.digest;

/// What a session's sql_mode says of how its texts are read.
///
/// @param ansiQuotes whether `"x"` is a name and no string
/// @param plainBackslash whether a backslash in a string is a character like any other
public record SqlMode(boolean ansiQuotes, boolean plainBackslash) {

  /// The mode of statements that we write ourselves.
  public static final SqlMode OURS = new SqlMode(false, false);
}
