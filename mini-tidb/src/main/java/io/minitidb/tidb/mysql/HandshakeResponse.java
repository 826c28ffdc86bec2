package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the client answers to the greeting.
///
/// @param capabilities the client's; it is parsed by these, even by those that we never offered
/// @param auth the proof of the password; empty or a single 0 when there is none
/// @param database empty for none
/// @param plugin by which the proof was made; empty when the client knows nothing of plugins
/// @param attributes what the client says of itself
/// @param level how hard to compress with zstd
record HandshakeResponse(
    int capabilities,
    String user,
    byte[] auth,
    String database,
    String plugin,
    Map<String, String> attributes,
    int level) {
  private static final int DEFAULT_LEVEL = 3;

  /// Longer than the name of any account, in bytes.
  private static final int LONGEST_USER = 256;

  /// @throws SqlException 1043 for anything but a response of protocol 4.1
  static HandshakeResponse parse(ByteBuf in) {
    try {
      int capabilities = in.readIntLE();
      if ((capabilities & Capabilities.PROTOCOL_41) == 0) {
        throw new SqlException(
            SqlError.HANDSHAKE, "Bad handshake: the client does not speak protocol 4.1");
      }
      in.skipBytes(4 + 1 + 23);
      String user = user(in);
      byte[] auth = auth(in, capabilities);
      boolean hasDatabase = (capabilities & Capabilities.CONNECT_WITH_DB) != 0 && in.isReadable();
      String database = hasDatabase ? Wire.readNul(in) : "";
      boolean hasPlugin = (capabilities & Capabilities.PLUGIN_AUTH) != 0 && in.isReadable();
      String plugin = hasPlugin ? Wire.readNul(in) : "";
      boolean hasAttributes = (capabilities & Capabilities.CONNECT_ATTRS) != 0 && in.isReadable();
      Map<String, String> attributes = hasAttributes ? Wire.readPairs(in) : Map.of();
      boolean hasLevel = (capabilities & Capabilities.ZSTD) != 0 && in.isReadable();
      int level = hasLevel ? in.readUnsignedByte() : DEFAULT_LEVEL;
      return new HandshakeResponse(capabilities, user, auth, database, plugin, attributes, level);
    } catch (IndexOutOfBoundsException e) {
      throw new SqlException(SqlError.HANDSHAKE, "Bad handshake", e);
    }
  }

  /// Reads what the command to change the user has in the place of a response.
  ///
  /// @param before what the client said when it came
  /// @throws SqlException 1835 for a packet that ends too early
  static HandshakeResponse change(ByteBuf in, HandshakeResponse before) {
    try {
      String user = user(in);
      byte[] auth = Wire.readBytes(in, in.readUnsignedByte());
      String database = Wire.readNul(in);
      in.skipBytes(Math.min(2, in.readableBytes())); // the character set
      boolean known = (before.capabilities & Capabilities.PLUGIN_AUTH) != 0;
      String plugin = known && in.isReadable() ? Wire.readNul(in) : before.plugin;
      boolean more = (before.capabilities & Capabilities.CONNECT_ATTRS) != 0 && in.isReadable();
      Map<String, String> attributes = more ? Wire.readPairs(in) : before.attributes;
      return new HandshakeResponse(
          before.capabilities, user, auth, database, plugin, attributes, before.level);
    } catch (IndexOutOfBoundsException e) {
      throw Wire.malformed();
    }
  }

  private static String user(ByteBuf in) {
    if (in.bytesBefore((byte) 0) > LONGEST_USER) {
      throw new SqlException(SqlError.HANDSHAKE, "Bad handshake: the user's name is too long");
    }
    return Wire.readNul(in);
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

  boolean has(int capability) {
    return (capabilities & capability) != 0;
  }
}
