/// The skeleton of every server: one port on which gRPC and HTTP/1.1 are told apart by their first
/// bytes, handlers on virtual threads, resources closed in the reverse order of their opening. The
/// only owner of Netty and of gRPC's server side; it knows no table, no plan and no message.
@NullMarked
package io.minitidb.server;

import org.jspecify.annotations.NullMarked;
