/// Tests of splitting and printing.
@NullMarked
package io.minitidb.integration.sql;

import org.jspecify.annotations.NullMarked;
