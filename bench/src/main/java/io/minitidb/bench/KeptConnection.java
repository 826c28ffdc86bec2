package io.minitidb.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// An HTTP client that costs next to nothing: one blocking socket, one request after the other.
final class KeptConnection implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final byte[] request;
  private final byte[] buffer = new byte[64 << 10];

  KeptConnection(int port, String path) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: */*\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /// Returns the body.
  ///
  /// @throws IOException also when the status is not 200
  byte[] get() throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    int filled = 0;
    int bodyAt = -1;
    while (bodyAt < 0) {
      int from = Math.max(0, filled - 3);
      filled += read(in, filled);
      bodyAt = endOfHead(from, filled);
    }
    String head = new String(buffer, 0, bodyAt, StandardCharsets.ISO_8859_1);
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(head);
    }
    int end = bodyAt + length(head);
    while (filled < end) {
      filled += read(in, filled);
    }
    return Arrays.copyOfRange(buffer, bodyAt, end);
  }

  private int read(InputStream in, int filled) throws IOException {
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      throw new IOException("the server closed the connection");
    }
    return count;
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int length(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH) + LENGTH.length();
    return Integer.parseInt(head.substring(at, head.indexOf('\r', at)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
