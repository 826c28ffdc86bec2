package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;

/// After these nobody knows where the next packet begins, so the connection is closed.
enum Fault {
  TOO_LONG(SqlError.PACKET_TOO_LARGE, "Got a packet bigger than 'max_allowed_packet' bytes"),
  OUT_OF_ORDER(SqlError.OUT_OF_ORDER, "Got packets out of order"),
  NOT_COMPRESSED(SqlError.UNCOMPRESS, "Couldn't uncompress communication packet"),
  TOO_MANY(SqlError.NET_READ, "Got an error reading communication packets: too many at once"),
  TOO_SLOW(SqlError.READ_TIMEOUT, "Got timeout reading communication packets");

  private final SqlError code;
  private final String text;

  Fault(SqlError code, String text) {
    this.code = code;
    this.text = text;
  }

  SqlException error() {
    return new SqlException(code, text);
  }
}
