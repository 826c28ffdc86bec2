/// Who a node is to others and whom it believes: certificates for mutual TLS and the token of
/// mutating HTTP requests, read from files and read again when these change. Knows the JDK alone,
/// so that the launcher can use it as well; what Netty needs is made of it by its owner.
@NullMarked
package io.minitidb.tls;

import org.jspecify.annotations.NullMarked;
