package io.minitidb.tidb.sql;

import java.util.stream.Collectors;

/// What SHOW PRIVILEGES answers: what can be granted, and what it is about, in MySQL's words. Those
/// of which nothing is said in docs/users.md permit nothing here.
final class ShownPrivileges {
  /// Privilege, context, comment.
  private static final String ALL =
      """
      Alter|Tables|To change the columns of a table
      Alter routine|Functions,Procedures|To change or drop a stored routine
      Config|Server Admin|To read and change the configuration of all nodes
      Create|Databases,Tables,Indexes|To make databases and tables
      Create role|Server Admin|To make roles
      Create routine|Databases|To make stored routines
      Create tablespace|Server Admin|To make, change and drop tablespaces
      Create temporary tables|Databases|To make temporary tables
      Create user|Server Admin|To create new users
      Create view|Tables|To make views
      Delete|Tables|To delete rows
      Drop|Databases,Tables|To drop databases, tables and views
      Drop role|Server Admin|To drop roles
      Event|Server Admin|To make, change and drop events
      Execute|Functions,Procedures|To call stored routines
      File|File access on server|To read and write files of the server
      Grant option|Databases,Tables,Functions,Procedures|To give to other users those privileges you possess
      Index|Tables|To make and drop indexes
      Insert|Tables|To insert rows
      Lock tables|Databases|To lock tables that one may read
      Process|Server Admin|To view the plain text of currently executing queries
      References|Databases,Tables|To refer to a table by a foreign key
      Reload|Server Admin|To flush logs, caches and privileges
      Replication client|Server Admin|To ask which servers replicate
      Replication slave|Server Admin|To read the binary log
      Select|Tables|To retrieve rows from table
      Show databases|Server Admin|To see the names of all databases
      Show view|Tables|To see the text of a view
      Shutdown|Server Admin|To stop the server
      Super|Server Admin|To use KILL thread, SET GLOBAL, CHANGE MASTER, etc.
      Trigger|Tables|To use triggers
      Update|Tables|To change rows
      Usage|Server Admin|No privileges - allow connect only
      CONNECTION_ADMIN|Server Admin|
      SYSTEM_VARIABLES_ADMIN|Server Admin|
      """;

  static final ShowQuery QUERY =
      ShowQuery.of("(" + rows() + ") AS listed", "Privilege=p", "Context=c", "Comment=t");

  private ShownPrivileges() {}

  private static String rows() {
    return ALL.lines()
        .map(line -> line.split("\\|", -1))
        .map(row -> "SELECT '" + row[0] + "' p, '" + row[1] + "' c, '" + row[2] + "' t")
        .collect(Collectors.joining(" UNION ALL "));
  }
}
