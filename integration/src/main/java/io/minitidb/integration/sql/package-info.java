/// Statements from the command line: splitting, running them over JDBC, and printing the answers as
/// the `mysql` client does.
@NullMarked
package io.minitidb.integration.sql;

import org.jspecify.annotations.NullMarked;
