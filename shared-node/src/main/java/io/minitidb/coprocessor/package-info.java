/// The coprocessor of a node: takes a plan, runs it over the node's memtables, answers rows. The
/// same on all three kinds of node; mini-tikv and mini-tidb serve it by gRPC, mini-pd by HTTP under
/// its member-local prefix. Diagnostics are plans of its own, by gRPC on all three.
@NullMarked
package io.minitidb.coprocessor;

import org.jspecify.annotations.NullMarked;
