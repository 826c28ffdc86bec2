package io.minitidb.memtable;

import java.util.EnumSet;
import java.util.Set;

/// Who asks. It travels with every request, because rows of other users are shown only to those who
/// may see them, and the node that has the rows decides.
///
/// @param host where the user connects from
public record User(String name, String host, Set<Privilege> privileges) {

  /// The node itself, for work that no client asked for.
  public static final User INTERNAL = all("", "");

  public User {
    privileges = Set.copyOf(privileges);
  }

  /// Returns a user who may do everything.
  public static User all(String name, String host) {
    return new User(name, host, EnumSet.allOf(Privilege.class));
  }

  public boolean may(Privilege privilege) {
    return privileges.contains(privilege);
  }

  /// Returns whether rows about `owner` are shown to this user.
  public boolean sees(String owner) {
    return may(Privilege.PROCESS) || (!owner.isEmpty() && name.equals(owner));
  }
}
