package io.minitidb.memtable;

import java.util.EnumSet;
import java.util.Set;

/// What a user may do beyond reading tables of his own; names as in MySQL's GRANT.
public enum Privilege {
  /// See what other users do, and what the machines do.
  PROCESS(0),
  /// See and change configuration.
  CONFIG(1),
  SUPER(2),
  SYSTEM_VARIABLES_ADMIN(3),
  CONNECTION_ADMIN(4),
  /// Make, change and drop accounts.
  CREATE_USER(5, "CREATE USER"),
  /// Give others what one has.
  GRANT_OPTION(6, "GRANT OPTION"),
  /// Read tables. Granted as everywhere, but everybody may read the tables that need nothing else.
  SELECT(7);

  private final long bit;
  private final String words;

  /// @param bit its place on the wire
  Privilege(int bit) {
    this.bit = 1L << bit;
    this.words = name();
  }

  Privilege(int bit, String words) {
    this.bit = 1L << bit;
    this.words = words;
  }

  /// Returns the name as it stands in GRANT: `CREATE USER`.
  public String words() {
    return words;
  }

  /// Returns a set as bits, for the wire.
  public static long bits(Set<Privilege> privileges) {
    long bits = 0;
    for (Privilege privilege : privileges) {
      bits |= privilege.bit;
    }
    return bits;
  }

  /// Returns the set that `bits` stand for. Bits of later versions are left out.
  public static Set<Privilege> of(long bits) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (Privilege privilege : values()) {
      if ((bits & privilege.bit) != 0) {
        privileges.add(privilege);
      }
    }
    return privileges;
  }
}
