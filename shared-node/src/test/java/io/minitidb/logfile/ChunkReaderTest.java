package io.minitidb.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.TimeRanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records here begin with `@` and six digits, their time in seconds.
final class ChunkReaderTest {
  private static final RecordFormat FORMAT =
      new RecordFormat() {
        @Override
        public byte firstByte() {
          return '@';
        }

        @Override
        public long time(byte[] bytes, int at, int to) {
          if (at + 7 > to) {
            return NO_TIME;
          }
          long seconds = 0;
          for (int i = at + 1; i < at + 7; i++) {
            seconds = 10 * seconds + bytes[i] - '0';
          }
          return seconds * 1_000_000;
        }
      };

  @TempDir private Path directory;

  private FileSequence open(String... contents) throws IOException {
    Path file = directory.resolve("a.log");
    for (int i = 0; i < contents.length; i++) {
      int number = contents.length - 1 - i;
      Files.writeString(number == 0 ? file : Path.of(file + "." + number), contents[i]);
    }
    return RotatedFiles.open(
        Optional.of(file),
        FORMAT,
        TimeRanges.ALL,
        new FileTimes(),
        why -> {
          throw new AssertionError(why);
        });
  }

  private static String record(int time, String rest) {
    return "@%06d%s\n".formatted(time, rest);
  }

  private record Piece(String text, long cut, long inherited) {}

  private static List<Piece> read(
      FileSequence files, TimeRanges times, boolean backward, int size) {
    ChunkReader reader = new ChunkReader(files, FORMAT, times, backward, size, 4 * size);
    List<Piece> pieces = new ArrayList<>();
    while (reader.next()) {
      Chunk chunk = reader.chunk();
      pieces.add(
          new Piece(
              new String(chunk.bytes(), 0, chunk.length(), StandardCharsets.UTF_8),
              chunk.cut(),
              chunk.inherited()));
    }
    return backward ? pieces.reversed() : pieces;
  }

  @Test
  void aRecordMaySpanFiles() throws IOException {
    try (FileSequence files = open(record(1, "a") + record(2, "b"), "more\n", record(3, "c"))) {
      for (boolean backward : new boolean[] {true, false}) {
        assertThat(read(files, TimeRanges.ALL, backward, 64))
            .containsExactly(
                new Piece("@000001a\n@000002b\nmore\n@000003c\n", 0, RecordFormat.NO_TIME));
      }
    }
  }

  @Test
  void aFileWithoutLastLineFeedEndsItsLine() throws IOException {
    try (FileSequence files = open("@000001a", "@000002b")) {
      assertThat(read(files, TimeRanges.ALL, false, 64).getFirst().text())
          .isEqualTo("@000001a\n@000002b\n");
    }
  }

  @Test
  void aLineThatIsTooLongIsCut() throws IOException {
    String long1 = record(2, "x".repeat(1000));
    try (FileSequence files = open(record(1, "a") + long1 + record(3, "c"))) {
      for (boolean backward : new boolean[] {true, false}) {
        List<Piece> pieces = read(files, TimeRanges.ALL, backward, 64);
        assertThat(pieces)
            .containsExactly(
                new Piece("@000001a\n", 0, RecordFormat.NO_TIME),
                new Piece(long1.substring(0, 256), long1.length() - 1 - 256, RecordFormat.NO_TIME),
                new Piece("@000003c\n", 0, RecordFormat.NO_TIME));
      }
    }
  }

  /// Chunks put together are what is in the files, each begins with a record or knows the one that
  /// it belongs to, and no record within the wanted times is missing.
  @Test
  void nothingIsLostWhateverTheLengthOfRecordsAndFiles() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 150; round++) {
      String[] contents = new String[1 + random.nextInt(4)];
      StringBuilder whole = new StringBuilder();
      int time = 10;
      for (int i = 0; i < contents.length; i++) {
        StringBuilder content = new StringBuilder();
        for (int n = random.nextInt(40); n >= 0; n--) {
          time += random.nextInt(10);
          content.append(record(time - random.nextInt(2), "y".repeat(random.nextInt(20))));
          for (int more = random.nextInt(8) - 4; more > 0; more--) {
            content
                .append("z".repeat(random.nextInt(random.nextInt(5) == 0 ? 200 : 30)))
                .append('\n');
          }
        }
        contents[i] = content.toString();
        whole.append(content);
      }
      long from = random.nextInt(time + 20) * 1_000_000L;
      TimeRanges some =
          TimeRanges.of(from, from + random.nextInt(50) * 1_000_000L)
              .or(TimeRanges.of(from + 90_000_000, from + 100_000_000));
      int size = 64 + random.nextInt(200);
      for (boolean backward : new boolean[] {true, false}) {
        try (FileSequence files = open(contents)) {
          List<Piece> pieces = read(files, TimeRanges.ALL, backward, size);
          assertThat(String.join("", pieces.stream().map(Piece::text).toList()))
              .as("seed %d", seed)
              .isEqualTo(whole.toString());
          checkInherited(pieces, seed);
          checkTimes(whole.toString(), some, read(files, some, backward, size), seed);
        }
      }
      deleteAll();
    }
  }

  private void deleteAll() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static void checkInherited(List<Piece> pieces, long seed) {
    long last = RecordFormat.NO_TIME;
    for (Piece piece : pieces) {
      assertThat(piece.inherited())
          .as("seed %d", seed)
          .isEqualTo(piece.text().startsWith("@") ? RecordFormat.NO_TIME : last);
      for (String line : piece.text().lines().toList()) {
        last = line.startsWith("@") ? time(line) : last;
      }
    }
  }

  private static long time(String line) {
    return Integer.parseInt(line.substring(1, 7)) * 1_000_000L;
  }

  private static void checkTimes(String whole, TimeRanges times, List<Piece> pieces, long seed) {
    String read = String.join("", pieces.stream().map(Piece::text).toList());
    List<String> wanted =
        whole.lines().filter(l -> l.startsWith("@") && times.contains(time(l))).toList();
    assertThat(read.lines().filter(l -> l.startsWith("@") && times.contains(time(l))).toList())
        .as("seed %d", seed)
        .isEqualTo(wanted);
  }
}
