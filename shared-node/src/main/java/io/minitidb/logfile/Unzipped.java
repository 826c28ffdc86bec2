package io.minitidb.logfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// A compressed file, unpacked to a temporary one that is gone when it is closed: what is read
/// backwards and searched by time must be on disk or in memory, and memory is scarce.
final class Unzipped {
  private static final long LARGEST = 2L << 30;

  private Unzipped() {}

  /// Closes `packed`.
  static FileChannel open(FileChannel packed) throws IOException {
    Path file = Files.createTempFile("log", ".unzipped");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream in = new GZIPInputStream(Channels.newInputStream(packed), 64 << 10)) {
      // Closing the stream would close the channel.
      OutputStream out = Channels.newOutputStream(channel);
      byte[] buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        if (channel.size() > LARGEST) {
          throw new IOException("it has more than " + LARGEST + " bytes when unpacked");
        }
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
