package io.minitidb.memtable;

import static io.minitidb.memtable.PrivilegeLevel.DATABASE;
import static io.minitidb.memtable.PrivilegeLevel.DYNAMIC;
import static io.minitidb.memtable.PrivilegeLevel.SERVER;
import static io.minitidb.memtable.PrivilegeLevel.TABLE;

import java.util.EnumSet;
import java.util.Set;

/// What a user may do beyond reading tables of his own; names as in MySQL's GRANT, in the order in
/// which MySQL lists them. Those that say nothing here permit nothing here: they are kept because
/// clients give them and show them.
public enum Privilege {
  /// Read tables. Granted as everywhere, but everybody may read the tables that need nothing else.
  SELECT(7, TABLE),
  INSERT(8, TABLE),
  UPDATE(9, TABLE),
  DELETE(10, TABLE),
  CREATE(11, TABLE),
  DROP(12, TABLE),
  RELOAD(13, SERVER),
  SHUTDOWN(14, SERVER),
  /// See what other users do, and what the machines do.
  PROCESS(0, SERVER),
  FILE(15, SERVER),
  /// Give others what one has.
  GRANT_OPTION(6, TABLE),
  REFERENCES(16, TABLE),
  INDEX(17, TABLE),
  ALTER(18, TABLE),
  SHOW_DATABASES(19, SERVER),
  SUPER(2, SERVER),
  CREATE_TEMPORARY_TABLES(20, DATABASE),
  LOCK_TABLES(21, DATABASE),
  EXECUTE(22, DATABASE),
  REPLICATION_SLAVE(23, SERVER),
  REPLICATION_CLIENT(24, SERVER),
  CREATE_VIEW(25, TABLE),
  SHOW_VIEW(26, TABLE),
  CREATE_ROUTINE(27, DATABASE),
  ALTER_ROUTINE(28, DATABASE),
  /// Make, change and drop accounts.
  CREATE_USER(5, SERVER),
  EVENT(29, DATABASE),
  TRIGGER(30, TABLE),
  CREATE_TABLESPACE(31, SERVER),
  CREATE_ROLE(32, SERVER),
  DROP_ROLE(33, SERVER),
  /// See and change configuration.
  CONFIG(1, SERVER),
  CONNECTION_ADMIN(4, DYNAMIC),
  SYSTEM_VARIABLES_ADMIN(3, DYNAMIC);

  private final long bit;
  private final PrivilegeLevel level;

  /// @param bit its place on the wire
  Privilege(int bit, PrivilegeLevel level) {
    this.bit = 1L << bit;
    this.level = level;
  }

  /// Returns the name as it stands in GRANT: `CREATE USER`.
  public String words() {
    return level == DYNAMIC ? name() : name().replace('_', ' ');
  }

  /// Returns on how little it can be given.
  public PrivilegeLevel level() {
    return level;
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
