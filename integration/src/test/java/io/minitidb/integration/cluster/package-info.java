/// Tests of the parts of a local cluster that need no server.
@NullMarked
package io.minitidb.integration.cluster;

import org.jspecify.annotations.NullMarked;
