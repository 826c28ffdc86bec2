package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.math.BigInteger;

/// The id of a client's connection, unique in the cluster because it holds the number of the server
/// that has the connection. From the lowest bit: in 32 bits, as here, a 0, 20 bits of a local
/// number, 11 bits of the server; in 64 bits, which TiDB also knows, a 1, 40 bits and 22 bits. Bit
/// 63 is 0.
///
/// @param value the whole id
public record ConnectionId(long value, long serverId) {
  static final int LOCAL_BITS = 20;
  private static final int WIDE_LOCAL_BITS = 40;
  private static final int NARROW = 32;

  /// Returns the id of connection `local` of a server, in 32 bits.
  static ConnectionId of(long serverId, long local) {
    long ofServer = local & ((1 << LOCAL_BITS) - 1);
    return new ConnectionId(serverId << (LOCAL_BITS + 1) | ofServer << 1, serverId);
  }

  /// Reads an id as a client gives it.
  ///
  /// @param digits nothing but decimal digits
  /// @throws SqlException 1105 for a number that is no id
  public static ConnectionId parse(String digits) {
    BigInteger number = new BigInteger(digits);
    if (number.bitLength() >= Long.SIZE) {
      throw wrong("Parse ConnectionID failed: unexpected connectionID exceeds int64");
    }
    long value = number.longValueExact();
    boolean narrow = value >>> NARROW == 0;
    boolean wide = (value & 1) == 1;
    if (wide && narrow) {
      throw wrong(
          "Kill failed: Received a 32bits truncated ConnectionID, expect 64bits. Take the id from the process list");
    }
    if (!wide && !narrow) {
      throw wrong("Parse ConnectionID failed: unexpected connectionID exceeds uint32");
    }
    return new ConnectionId(value, value >>> (1 + (wide ? WIDE_LOCAL_BITS : LOCAL_BITS)));
  }

  private static SqlException wrong(String text) {
    return new SqlException(SqlError.UNKNOWN, text);
  }
}
