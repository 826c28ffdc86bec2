package io.minitidb.tidb.mysql;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The ways of compressing that a client can choose. Thread-safe.
sealed interface Compression {

  /// Appends `content` compressed; returns false when it did not get smaller.
  boolean compress(ByteBuf content, ByteBuf out);

  /// Appends what `content` holds.
  ///
  /// @return whether it holds `length` bytes and nothing else
  boolean expand(ByteBuf content, int length, ByteBuf out);

  /// zlib. Its state is large, so idle connections have none.
  record Zlib() implements Compression {
    private static final int KEPT = 8;
    private static final ArrayBlockingQueue<Deflater> IDLE = new ArrayBlockingQueue<>(KEPT);

    @Override
    public boolean compress(ByteBuf content, ByteBuf out) {
      int length = content.readableBytes();
      @Nullable Deflater idle = IDLE.poll();
      Deflater deflater = idle == null ? new Deflater(Deflater.BEST_SPEED) : idle;
      out.ensureWritable(length);
      deflater.setInput(content.nioBuffer());
      deflater.finish();
      int written = deflater.deflate(out.nioBuffer(out.writerIndex(), length));
      boolean whole = deflater.finished();
      deflater.reset();
      if (!IDLE.offer(deflater)) {
        deflater.end();
      }
      out.writerIndex(out.writerIndex() + written);
      return whole;
    }

    @Override
    public boolean expand(ByteBuf content, int length, ByteBuf out) {
      Inflater inflater = new Inflater();
      try {
        out.ensureWritable(length);
        inflater.setInput(content.nioBuffer());
        int read = inflater.inflate(out.nioBuffer(out.writerIndex(), length));
        out.writerIndex(out.writerIndex() + read);
        // At the very end of the stream it says so only when it is asked once more.
        return read == length && (inflater.finished() || isEnd(inflater));
      } catch (DataFormatException e) {
        return false;
      } finally {
        inflater.end();
      }
    }

    private static boolean isEnd(Inflater inflater) throws DataFormatException {
      return inflater.inflate(new byte[1]) == 0 && inflater.finished();
    }
  }

  /// @param level how hard; the highest ones would take more memory than one client is worth
  record Zstandard(int level) implements Compression {
    private static final int HARDEST = 9;

    public Zstandard {
      level = Math.clamp(level, 1, HARDEST);
    }

    @Override
    public boolean compress(ByteBuf content, ByteBuf out) {
      byte[] compressed = Zstd.compress(bytes(content), level);
      out.writeBytes(compressed);
      return true;
    }

    @Override
    public boolean expand(ByteBuf content, int length, ByteBuf out) {
      byte[] expanded = new byte[length];
      try {
        long read = Zstd.decompress(expanded, bytes(content));
        out.writeBytes(expanded);
        return read == length;
      } catch (ZstdException e) {
        return false;
      }
    }

    private static byte[] bytes(ByteBuf content) {
      byte[] bytes = new byte[content.readableBytes()];
      content.readBytes(bytes);
      return bytes;
    }
  }
}
