package io.minitidb.tidb.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the bytes it is told to, for what no driver would send.
final class RawClient implements AutoCloseable {
  static final int BASE =
      Capabilities.PROTOCOL_41
          | Capabilities.SECURE_CONNECTION
          | Capabilities.PLUGIN_AUTH
          | Capabilities.LONG_PASSWORD;

  private static final int SECONDS = 60;

  private final Socket socket;
  private final DataInputStream in;
  private int sequence;

  /// Connects, and does not read the greeting.
  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SECONDS * 1000);
    in = new DataInputStream(socket.getInputStream());
  }

  /// Connects as root without password.
  static RawClient root(int port, int capabilities) throws IOException {
    RawClient client = new RawClient(port);
    client.read();
    client.send(response("root", BASE | capabilities));
    byte[] answer = client.read();
    if (answer[0] != 0) {
      throw new IOException(text(answer));
    }
    return client;
  }

  static byte[] response(String user, int capabilities) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(little(capabilities, 4));
    out.writeBytes(new byte[28]);
    out.writeBytes(user.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(new byte[2]); // the end of the name, and no proof
    out.writeBytes("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  static byte[] little(long value, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >> 8 * i);
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] command(int code, String text) {
    return join(new byte[] {(byte) code}, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  /// Sends the packet that comes next.
  void send(byte[] payload) throws IOException {
    raw(join(little(payload.length, 3), little(sequence, 1), payload));
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// Sends a command, and returns the first packet of its answer.
  byte[] ask(byte[] command) throws IOException {
    sequence = 0;
    send(command);
    return read();
  }

  byte[] ask(int code, String text) throws IOException {
    return ask(command(code, text));
  }

  /// @throws EOFException when the server has closed
  byte[] read() throws IOException {
    byte[] head = new byte[4];
    in.readFully(head);
    int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFF;
    sequence = head[3] + 1 & 0xFF;
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  /// Sends nothing more.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Returns whether the server closes without another word.
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) { // what we sent was not read
      return true;
    }
  }

  /// Returns the code of an error packet, 0 for another packet.
  static int errorCode(byte[] payload) {
    return payload.length > 2 && payload[0] == (byte) 0xFF
        ? (payload[1] & 0xFF) | (payload[2] & 0xFF) << 8
        : 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
