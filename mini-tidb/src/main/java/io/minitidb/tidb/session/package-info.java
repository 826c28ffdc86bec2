/// What one connection remembers: variables, current database, warnings; and the list of all
/// connections.
@NullMarked
package io.minitidb.tidb.session;

import org.jspecify.annotations.NullMarked;
