/// What statements leave behind: a record of each one at its end, the statement summary and the
/// slow log made of the records.
@NullMarked
package io.minitidb.tidb.statement;

import org.jspecify.annotations.NullMarked;
