package io.minitidb.bench;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The least that a client does to log in by `mysql_native_password` and to leave.
final class BareLogin implements AutoCloseable {
  private static final int PROTOCOL_41 = 1 << 9;
  private static final int SSL = 1 << 11;
  private static final int SECURE_CONNECTION = 1 << 15;
  private static final int PLUGIN_AUTH = 1 << 19;
  private static final int NONCE = 20;
  private static final byte OK = 0;
  private static final byte[] QUIT = {1, 0, 0, 0, 1};

  private static final SSLSocketFactory TLS = trusting();

  /// Under a name that is new, no session is found to be resumed: clients that begin anew have
  /// none.
  private static final AtomicLong NAMES = new AtomicLong();

  private final Socket plain;
  private Socket socket;
  private DataInputStream in;
  private int sequence;

  private BareLogin(int port) throws IOException {
    plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setTcpNoDelay(true);
    socket = plain;
    in = new DataInputStream(socket.getInputStream());
  }

  /// Comes, logs in, leaves, and waits until the server has closed.
  static void once(int port, boolean tls, String user, String password) throws IOException {
    try (BareLogin login = open(port, tls, user, password)) {
      login.socket.getOutputStream().write(QUIT);
      if (login.in.read() >= 0) {
        throw new IOException("the server does not close");
      }
    }
  }

  static BareLogin open(int port, boolean tls, String user, String password) throws IOException {
    BareLogin login = new BareLogin(port);
    byte[] nonce = nonce(login.read());
    int capabilities = PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH | 1 | (tls ? SSL : 0);
    ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(capabilities).putInt(0).put((byte) 45).put(new byte[23]);
    if (tls) {
      login.send(out.duplicate().flip());
      login.upgrade();
    }
    out.put(user.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    byte[] proof = password.isEmpty() ? new byte[0] : proof(password, nonce);
    out.put((byte) proof.length).put(proof);
    out.put("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    login.send(out.flip());
    byte[] answer = login.read();
    if (answer[0] == (byte) 0xFE) {
      byte[] other = new byte[NONCE];
      System.arraycopy(answer, answer.length - NONCE - 1, other, 0, NONCE);
      login.send(ByteBuffer.wrap(proof(password, other)));
      answer = login.read();
    }
    if (answer[0] != OK) {
      login.close();
      throw new IOException("refused: " + new String(answer, StandardCharsets.ISO_8859_1));
    }
    return login;
  }

  /// The first 8 bytes stand behind the version and the connection's id, the other 12 further on.
  private static byte[] nonce(byte[] greeting) {
    int version = 1;
    while (greeting[version] != 0) {
      version++;
    }
    byte[] nonce = new byte[NONCE];
    System.arraycopy(greeting, version + 5, nonce, 0, 8);
    System.arraycopy(greeting, version + 5 + 8 + 19, nonce, 8, 12);
    return nonce;
  }

  private static byte[] proof(String password, byte[] nonce) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
      byte[] twice = sha1.digest(once);
      sha1.update(nonce);
      byte[] mask = sha1.digest(twice);
      for (int i = 0; i < once.length; i++) {
        once[i] ^= mask[i];
      }
      return once;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private void upgrade() throws IOException {
    String name = "server-" + NAMES.incrementAndGet();
    SSLSocket secure = (SSLSocket) TLS.createSocket(plain, name, plain.getPort(), true);
    secure.startHandshake();
    socket = secure;
    in = new DataInputStream(secure.getInputStream());
  }

  private void send(ByteBuffer payload) throws IOException {
    int length = payload.remaining();
    byte[] packet = new byte[4 + length];
    packet[0] = (byte) length;
    packet[1] = (byte) (length >> 8);
    packet[3] = (byte) sequence++;
    payload.get(packet, 4, length);
    OutputStream out = socket.getOutputStream();
    out.write(packet);
    out.flush();
  }

  private byte[] read() throws IOException {
    int length = in.read() | in.read() << 8 | in.read() << 16;
    sequence = in.read() + 1;
    if (sequence == 0) {
      throw new IOException("the server has closed");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// Both servers show a certificate that nobody has signed.
  private static SSLSocketFactory trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      context.getClientSessionContext().setSessionCacheSize(1);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
