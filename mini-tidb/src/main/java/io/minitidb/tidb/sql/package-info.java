/// From the text of a statement to a plan. The only owner of Calcite.
@NullMarked
package io.minitidb.tidb.sql;

import org.jspecify.annotations.NullMarked;
