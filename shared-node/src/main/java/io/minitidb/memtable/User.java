package io.minitidb.memtable;

/// Who asks. It travels with every request, because rows of other users are shown only to those who
/// may see them.
///
/// @param host where the user connects from
public record User(String name, String host) {

  /// The node itself, for work that no client asked for.
  public static final User INTERNAL = new User("", "");
}
