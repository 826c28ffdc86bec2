/// Facts about the node we run on, and about the nodes we know: kind, id, addresses, version.
/// Everything else depends on it, it depends on nothing.
@NullMarked
package io.minitidb.node;

import org.jspecify.annotations.NullMarked;
