/// Tests against a cluster of real processes, and of the directions between all modules.
@NullMarked
package io.minitidb.integration;

import org.jspecify.annotations.NullMarked;
