package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.users.NativePassword;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// What the client answers to the greeting.
///
/// @param capabilities the client's; it is parsed by these, even by those that we never offered
/// @param auth the proof of the password; empty or a single 0 when there is none
/// @param database empty for none
/// @param plugin by which the proof was made; empty when the client knows nothing of plugins
record HandshakeResponse(
    int capabilities, String user, byte[] auth, String database, String plugin) {
  private static final int NATIVE_LENGTH = 20;

  /// @throws SqlException 1043 for anything but a response of protocol 4.1
  static HandshakeResponse parse(ByteBuf in) {
    try {
      int capabilities = in.readIntLE();
      if ((capabilities & Capabilities.PROTOCOL_41) == 0) {
        throw new SqlException(
            SqlError.HANDSHAKE, "Bad handshake: the client does not speak protocol 4.1");
      }
      in.skipBytes(4 + 1 + 23);
      String user = Wire.readNul(in);
      byte[] auth = auth(in, capabilities);
      boolean hasDatabase = (capabilities & Capabilities.CONNECT_WITH_DB) != 0 && in.isReadable();
      String database = hasDatabase ? Wire.readNul(in) : "";
      boolean hasPlugin = (capabilities & Capabilities.PLUGIN_AUTH) != 0 && in.isReadable();
      return new HandshakeResponse(
          capabilities, user, auth, database, hasPlugin ? Wire.readNul(in) : "");
    } catch (IndexOutOfBoundsException e) {
      throw new SqlException(SqlError.HANDSHAKE, "Bad handshake", e);
    }
  }

  private static byte[] auth(ByteBuf in, int capabilities) {
    if ((capabilities & Capabilities.PLUGIN_AUTH_LENENC) != 0) {
      return Wire.readBytes(in, Wire.readLenenc(in));
    }
    if ((capabilities & Capabilities.SECURE_CONNECTION) != 0) {
      return Wire.readBytes(in, in.readUnsignedByte());
    }
    return Wire.readNul(in).getBytes(StandardCharsets.UTF_8);
  }

  /// Returns the proof without the single 0 that some clients send in place of none.
  static byte[] proof(byte[] auth) {
    return auth.length == 1 && auth[0] == 0 ? new byte[0] : auth;
  }

  /// Returns whether the client has to be asked once more, for a proof that we can check.
  boolean needsSwitch() {
    boolean isNative = plugin.isEmpty() || plugin.equals(NativePassword.PLUGIN);
    return proof(auth).length > 0 && !(isNative && auth.length == NATIVE_LENGTH);
  }
}
