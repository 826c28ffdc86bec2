package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.users.Attempt;
import io.minitidb.tidb.users.Attempt.Step;
import io.minitidb.tidb.users.Login;
import io.minitidb.tidb.users.PasswordKey;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The talk by which a client shows who it is: nonces, replies, and the password itself where a
/// reply is not enough, by TLS or encrypted.
final class Authenticator {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 20;
  private static final byte[] FAST = {3};
  private static final byte[] FULL = {4};
  private static final byte[] KEY_PLEASE = {2};

  private final ChannelHandlerContext context;
  private final Inbox inbox;
  private final PacketWriter out;
  private final PasswordKey key;
  private byte[] nonce = newNonce();
  private boolean secure;
  private long deadline;

  Authenticator(ChannelHandlerContext context, Inbox inbox, PacketWriter out, PasswordKey key) {
    this.context = context;
    this.inbox = inbox;
    this.out = out;
    this.key = key;
  }

  /// The client has so long from now on.
  void within(long seconds) {
    deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /// Returns how many nanoseconds it has left.
  long patience() {
    return Math.max(0, deadline - System.nanoTime());
  }

  /// Returns what the client was sent last to reply to.
  byte[] nonce() {
    return nonce;
  }

  /// Bytes that are neither 0 nor `$` nor above 127: some drivers read them as ASCII text.
  private static byte[] newNonce() {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    for (int i = 0; i < NONCE; i++) {
      int letter = 1 + (nonce[i] & 0x7F) % 126;
      nonce[i] = (byte) (letter < '$' ? letter : letter + 1);
    }
    return nonce;
  }

  /// Looks at the reply that came with the response.
  Step begin(Attempt attempt, HandshakeResponse response) {
    return attempt.offer(response.plugin(), nonce, proof(response.auth()));
  }

  /// Lets a client in whose reply was looked at, or not. OK or an error is the caller's to send.
  ///
  /// @throws SqlException as [Attempt#enter()]; 1045 for an unknown user or a wrong password
  Login enter(Attempt attempt, Step step) {
    if (step != Step.ENTER && step != Step.ENTER_BY_DIGEST) {
      throw attempt.refusal();
    }
    Login login = attempt.enter();
    if (step == Step.ENTER_BY_DIGEST) {
      out.moreData(FAST);
    }
    return login;
  }

  /// As [#enter(Attempt, Step)], but asks for a better reply first, and for the password itself,
  /// where one is needed.
  ///
  /// @param first what [#begin(Attempt, HandshakeResponse)] said
  /// @param tls whether the client came by TLS
  /// @param askAgain whether a reply that is not right may have been made with an older nonce
  /// @throws SqlException also 1251 for a client that cannot be asked for what it takes
  Login authenticate(
      Attempt attempt, Step first, HandshakeResponse response, boolean tls, boolean askAgain)
      throws InterruptedException, TimeoutException {
    secure = tls;
    Step step = first;
    if (step == Step.SWITCH
        || step == Step.REFUSE && askAgain && proof(response.auth()).length > 0) {
      if (!response.has(Capabilities.PLUGIN_AUTH)) {
        throw new SqlException(
            SqlError.OLD_CLIENT,
            "Client does not support authentication protocol requested by server; consider upgrading"
                + " MySQL client");
      }
      nonce = newNonce();
      out.authSwitch(attempt.plugin(), nonce);
      step = attempt.offer(attempt.plugin(), nonce, proof(answer()));
    }
    if (step == Step.ASK_PASSWORD) {
      out.moreData(FULL);
      step = password(attempt, answer());
    }
    return enter(attempt, step);
  }

  /// Only what comes by TLS or was encrypted is taken for a password. It ends with a 0.
  private Step password(Attempt attempt, byte[] answer)
      throws InterruptedException, TimeoutException {
    byte[] sent = answer;
    if (!secure) {
      if (Arrays.equals(sent, KEY_PLEASE)) {
        out.moreData(key.pem().getBytes(StandardCharsets.US_ASCII));
        sent = answer();
      }
      sent = key.open(sent, nonce).orElse(new byte[0]);
    }
    int length = sent.length - 1;
    return length < 1 || sent[length] != 0
        ? Step.REFUSE
        : attempt.password(Arrays.copyOf(sent, length));
  }

  private byte[] answer() throws InterruptedException, TimeoutException {
    out.flush();
    Packet packet = next();
    try {
      return Wire.readBytes(packet.payload(), packet.payload().readableBytes());
    } finally {
      packet.payload().release();
    }
  }

  /// Waits for the client's next packet, which the caller releases.
  ///
  /// @throws SqlException 1043 when the client goes, or as [Packet#checked(int)]
  /// @throws TimeoutException when the client takes too long in all
  private Packet next() throws InterruptedException, TimeoutException {
    int place = out.place();
    Packet packet = take().orElseThrow(() -> new SqlException(SqlError.HANDSHAKE, "Bad handshake"));
    out.answering(packet.sequence());
    return packet.checked(place);
  }

  /// Waits for what the client sends next, unchecked; empty when it goes.
  ///
  /// @throws TimeoutException when the client takes too long in all
  Optional<Packet> take() throws InterruptedException, TimeoutException {
    return inbox.take(context, patience());
  }

  /// Reads what the client answers to the greeting, and releases it. The packet that asked for TLS
  /// has its number too.
  ///
  /// @throws SqlException as [Packet#checked(int)] and [HandshakeResponse#parse(ByteBuf)]
  HandshakeResponse response(Packet answer) {
    boolean tls = context.pipeline().get(SslHandler.class) != null;
    int place = out.place() + (tls ? 1 : 0);
    out.answering(answer.sequence());
    ByteBuf payload = answer.checked(place).payload();
    try {
      return HandshakeResponse.parse(payload);
    } finally {
      payload.release();
    }
  }

  /// Returns the proof without the single 0 that some clients send in place of none.
  static byte[] proof(byte[] auth) {
    return auth.length == 1 && auth[0] == 0 ? new byte[0] : auth;
  }
}
