package io.minitidb.tidb.mysql;

import io.minitidb.node.Version;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.users.Sha2Password;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Writes packets of one connection. Packets are gathered in a buffer and sent when it is large
/// enough or when the answer is whole; a client that does not read makes the writer wait, so that
/// memory stays bounded, and is cut off after a while. Used by one thread at a time.
final class PacketWriter {
  /// The status flag that says that there is no transaction to end.
  static final int AUTOCOMMIT = 2;

  static final int MORE_RESULTS = 8;
  private static final int SESSION_CHANGED = 0x4000;

  private static final int MAX_PAYLOAD = 0xFFFFFF;
  private static final int FLUSH_BYTES = 32 << 10;
  private static final int SMALL_BYTES = 1 << 10;
  private static final long WAIT_NANOS = 1_000_000;
  private static final long LOGIN_SECONDS = 60;

  private final Channel channel;
  private final Counters counters;
  private IntSupplier status = () -> AUTOCOMMIT;
  private Optional<SessionTracker> tracker = Optional.empty();
  private Optional<Compressor> compressor = Optional.empty();
  private IntSupplier frames = () -> 0;
  private boolean moreResults;
  private ByteBuf out;
  private LongSupplier patience = () -> LOGIN_SECONDS;
  private int sequence;
  private int start;

  PacketWriter(Channel channel, Counters counters) {
    this.channel = channel;
    this.counters = counters;
    this.out = ByteBufAllocator.DEFAULT.buffer(SMALL_BYTES);
  }

  /// Sets how many seconds a client may take nothing; asked when one does not read.
  void patience(LongSupplier seconds) {
    patience = seconds;
  }

  /// Sets what the status flags of answers come from.
  void status(IntSupplier flags) {
    status = flags;
  }

  /// Tells the client of changes of its session from now on.
  void track(SessionTracker changes) {
    tracker = Optional.of(changes);
  }

  /// Compresses from now on.
  ///
  /// @param received the number of the client's last frame
  void compress(Compressor by, IntSupplier received) {
    compressor = Optional.of(by);
    frames = received;
  }

  /// Says whether another result follows the ones that are written from now on.
  void moreResults(boolean follow) {
    moreResults = follow;
  }

  /// Returns the sequence number that comes next.
  int place() {
    return sequence & 0xFF;
  }

  /// Sets the sequence number of the next packet: one more than that of the packet that is
  /// answered.
  void answering(int received) {
    sequence = received + 1;
    compressor.ifPresent(each -> each.answering(frames.getAsInt()));
  }

  /// Begins a packet; what is written to the returned buffer until [#end()] is its payload.
  ByteBuf begin() {
    start = out.writerIndex();
    out.writeMediumLE(0).writeByte(0);
    return out;
  }

  void end() {
    int length = out.writerIndex() - start - 4;
    if (length >= MAX_PAYLOAD) {
      split(length);
    } else {
      header(start, length);
    }
    if (out.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  /// Writes a whole packet.
  void packet(byte[] payload, int length) {
    begin().writeBytes(payload, 0, length);
    end();
  }

  private void header(int at, int length) {
    out.setMediumLE(at, length);
    out.setByte(at + 3, sequence++);
  }

  /// A payload of 16 MiB - 1 or more goes into several packets, the last one shorter than that.
  private void split(int length) {
    ByteBuf payload = out.copy(start + 4, length);
    out.writerIndex(start);
    try {
      int part;
      do {
        part = Math.min(MAX_PAYLOAD, payload.readableBytes());
        int at = out.writerIndex();
        out.writeMediumLE(part).writeByte(0).writeBytes(payload, part);
        header(at, part);
      } while (part == MAX_PAYLOAD);
    } finally {
      payload.release();
    }
  }

  /// Sends what was gathered; waits while the client is slow.
  ///
  /// @throws SqlException 1317 when the statement is killed meanwhile, 1161 when the client took
  ///   nothing for too long; then the connection is closed
  void flush() {
    if (!out.isReadable()) {
      return;
    }
    // The event loop would wait for itself; what it says is short.
    if (!channel.isWritable() && !channel.eventLoop().inEventLoop()) {
      await();
    }
    ByteBuf full = out;
    // What comes next is often as large; a buffer that grows is copied again and again.
    out =
        ByteBufAllocator.DEFAULT.buffer(
            Math.clamp(
                full.readableBytes() + SMALL_BYTES, SMALL_BYTES, FLUSH_BYTES + FLUSH_BYTES / 2));
    ByteBuf sent = compressor.isPresent() ? compressor.get().frames(full) : full;
    counters.add(Counters.Event.BYTES_SENT, sent.readableBytes());
    channel.writeAndFlush(sent, channel.voidPromise());
  }

  private void await() {
    long begin = System.nanoTime();
    long most = TimeUnit.SECONDS.toNanos(patience.getAsLong());
    while (!channel.isWritable() && channel.isActive()) {
      if (Thread.interrupted()) {
        throw new SqlException(SqlError.INTERRUPTED, "Query execution was interrupted");
      }
      if (System.nanoTime() - begin > most) {
        channel.close();
        throw new SqlException(SqlError.WRITE_TIMEOUT, "Got timeout writing communication packets");
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  /// Throws away what was not sent yet.
  void release() {
    out.release();
  }

  /// @param capabilities that are offered
  void greeting(long connectionId, byte[] nonce, int capabilities) {
    ByteBuf packet = begin();
    packet.writeByte(10);
    Wire.writeNul(packet, Version.MYSQL);
    packet.writeIntLE((int) connectionId);
    packet.writeBytes(nonce, 0, 8).writeByte(0);
    packet.writeShortLE(capabilities & 0xFFFF);
    packet.writeByte(ColumnDefinition.UTF8MB4_BIN);
    packet.writeShortLE(AUTOCOMMIT);
    packet.writeShortLE(capabilities >>> 16);
    packet.writeByte(nonce.length + 1).writeZero(10);
    packet.writeBytes(nonce, 8, nonce.length - 8).writeByte(0);
    Wire.writeNul(packet, Sha2Password.PLUGIN);
    end();
  }

  /// Asks the client for a proof by another plugin.
  void authSwitch(String plugin, byte[] nonce) {
    ByteBuf packet = begin().writeByte(0xFE);
    Wire.writeNul(packet, plugin);
    packet.writeBytes(nonce).writeByte(0);
    end();
  }

  /// Sends data that belongs to the client's plugin.
  void moreData(byte[] data) {
    begin().writeByte(1).writeBytes(data);
    end();
  }

  void ok(long affectedRows, int warnings) {
    ok(0x00, affectedRows, warnings, 0);
  }

  private void ok(int header, long affectedRows, int warnings, int more) {
    List<SessionTracker.Change> changes =
        header == 0 && tracker.isPresent() ? tracker.get().changes() : List.of();
    ByteBuf packet = begin();
    packet.writeByte(header);
    Wire.writeLenenc(packet, affectedRows);
    Wire.writeLenenc(packet, 0);
    int flags = flags() | more | (changes.isEmpty() ? 0 : SESSION_CHANGED);
    packet.writeShortLE(flags).writeShortLE(warnings);
    if (!changes.isEmpty()) {
      Wire.writeLenenc(packet, 0); // no text
      SessionTracker.write(changes, packet);
    }
    end();
  }

  private int flags() {
    return status.getAsInt() | (moreResults ? MORE_RESULTS : 0);
  }

  /// Ends column definitions or rows; in the newer form the end of rows is an OK packet.
  ///
  /// @param more status flags of this one packet
  void eof(boolean deprecateEof, int warnings, int more) {
    if (deprecateEof) {
      ok(0xFE, 0, warnings, more);
    } else {
      ByteBuf packet = begin();
      packet.writeByte(0xFE).writeShortLE(warnings).writeShortLE(flags() | more);
      end();
    }
  }

  void error(SqlException e) {
    error(e, true);
  }

  /// @param greeted whether the client has been greeted: before, it does not expect a state
  void error(SqlException e, boolean greeted) {
    ByteBuf packet = begin();
    packet.writeByte(0xFF).writeShortLE(e.code());
    if (greeted) {
      packet.writeByte('#');
      packet.writeCharSequence(e.state(), StandardCharsets.US_ASCII);
    }
    packet.writeCharSequence(e.text(), StandardCharsets.UTF_8);
    end();
  }
}
