package io.minitidb.desired;

/// Who changes the configuration, and how.
///
/// @param user `name@host`
/// @param statement as it is shown in the history, without secrets
/// @param coordinator the node to which it was given, by its service address
public record Author(String user, String statement, String coordinator) {
  /// In characters, of what the history keeps of a statement.
  private static final int LONGEST = 4096;

  public Author {
    statement = statement.length() <= LONGEST ? statement : statement.substring(0, LONGEST) + "...";
  }
}
