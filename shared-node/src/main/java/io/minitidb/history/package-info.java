/// How nodes hand over what they were to the stores that keep it: each sample of a node becomes a
/// tick, which goes to two stores.
@NullMarked
package io.minitidb.history;

import org.jspecify.annotations.NullMarked;
