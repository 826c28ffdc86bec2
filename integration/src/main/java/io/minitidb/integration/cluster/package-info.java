/// A cluster of processes on one machine: which nodes, on which ports, with which flags; starting,
/// watching and ending them. What it knows between two commands is in `cluster.json` of the data
/// directory.
@NullMarked
package io.minitidb.integration.cluster;

import org.jspecify.annotations.NullMarked;
