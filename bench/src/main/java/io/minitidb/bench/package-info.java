/// Benchmarks. Each measures what we do beside the least that it could cost, in the same run;
/// nothing here is asserted.
@NullMarked
package io.minitidb.bench;

import org.jspecify.annotations.NullMarked;
