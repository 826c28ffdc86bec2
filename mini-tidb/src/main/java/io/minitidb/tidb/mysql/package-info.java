/// The MySQL protocol on Netty: packets, handshake, commands, result sets. Event loops only decode
/// and hand over.
@NullMarked
package io.minitidb.tidb.mysql;

import org.jspecify.annotations.NullMarked;
