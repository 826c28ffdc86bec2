package io.minitidb.logfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Opened files as one row of bytes, oldest file first. A file that has lost bytes meanwhile, or
/// cannot be read any more, has line feeds in their place and is complained of once. Not
/// thread-safe.
public final class FileSequence implements AutoCloseable {
  private static final int SLICE = 256 << 10;

  private final List<Part> parts;
  private final long[] starts;
  private final Consumer<String> warn;
  private boolean warned;

  /// A file, as long as it was when it was opened.
  ///
  /// @param endsLine whether its last byte is a line feed; if not, one is put behind it
  record Part(String name, FileChannel channel, long size, boolean endsLine) {
    long length() {
      return endsLine ? size : size + 1;
    }
  }

  FileSequence(List<Part> parts, Consumer<String> warn) {
    this.parts = List.copyOf(parts);
    this.starts = new long[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = starts[i] + parts.get(i).length();
    }
    this.warn = warn;
  }

  /// Returns how many bytes there are.
  public long size() {
    return starts[parts.size()];
  }

  /// Fills `target` up to `length` with what begins at `position`, all of which must be there.
  void read(long position, byte[] target, int length) {
    int done = 0;
    while (done < length) {
      int index = Arrays.binarySearch(starts, position + done);
      int at = index >= 0 ? index : -index - 2;
      while (starts[at + 1] == position + done) {
        at++; // a file without bytes
      }
      Part part = parts.get(at);
      long offset = position + done - starts[at];
      int wanted = (int) Math.min(length - done, starts[at + 1] - position - done);
      fill(part, offset, target, done, wanted);
      done += wanted;
    }
  }

  /// Returns up to `length` bytes from `position` on, less at the end.
  public byte[] read(long position, int length) {
    byte[] bytes = new byte[(int) Math.min(length, size() - position)];
    read(position, bytes, bytes.length);
    return bytes;
  }

  private void fill(Part part, long offset, byte[] target, int at, int length) {
    int inFile = (int) Math.min(length, part.size() - offset);
    int done = 0;
    try {
      while (done < inFile) {
        ByteBuffer slice = ByteBuffer.wrap(target, at + done, Math.min(SLICE, inFile - done));
        int count = part.channel().read(slice, offset + done);
        if (count <= 0) {
          complain(part.name() + " was cut while it was read; its rows are missing");
          break;
        }
        done += count;
      }
    } catch (IOException e) {
      complain(part.name() + " cannot be read: " + e.getMessage() + "; its rows are missing");
    }
    Arrays.fill(target, at + done, at + length, (byte) '\n');
  }

  private void complain(String what) {
    if (!warned) {
      warned = true;
      warn.accept(what);
    }
  }

  @Override
  public void close() {
    for (Part part : parts) {
      try {
        part.channel().close();
      } catch (IOException e) {
        complain(part.name() + " cannot be closed: " + e.getMessage());
      }
    }
  }
}
