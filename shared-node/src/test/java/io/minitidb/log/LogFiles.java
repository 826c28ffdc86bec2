package io.minitidb.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Logs as a node writes them, with everything that can be in them, and what a naive reader makes
/// of them.
final class LogFiles {
  private static final List<String> WORDS =
      List.of("region", "100%", "größe", "snap_shot", "[a]", "\"x\"", "héllo", "slow", "日本", "z");
  private static final List<String> LEVELS =
      List.of("INFO", "INFO", "INFO", "WARN", "ERROR", "debug", "FATAL", "Strange");

  /// @param micros since the epoch; `Long.MIN_VALUE` before the first time
  record Line(long micros, String level, String message) {}

  private LogFiles() {}

  /// Writes a log of up to `count` records to `file` and rotated ones.
  static void write(Path file, Random random, int count, Instant start) throws IOException {
    ZoneId zone = ZoneId.of(random.nextBoolean() ? "Europe/Berlin" : "Asia/Kolkata");
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS xxx", Locale.ROOT).withZone(zone);
    int files = 1 + random.nextInt(5);
    Instant time = start;
    for (int number = files - 1; number >= 0; number--) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(count); i > 0; i--) {
        if (random.nextInt(12) == 0) {
          continuation(text, random);
          continue;
        }
        time = time.plusMillis(random.nextInt(100) == 0 ? 600_000 : random.nextInt(400));
        // Threads overtake each other.
        Instant shown = time.minusMillis(random.nextInt(10) == 0 ? random.nextInt(900) : 0);
        text.append('[').append(format.format(shown)).append("] [");
        text.append(LEVELS.get(random.nextInt(LEVELS.size()))).append("] [X.java:1] ");
        words(text, random).append('\n');
      }
      if (random.nextInt(4) == 0 && !text.isEmpty()) {
        text.setLength(text.length() - 1);
      }
      put(
          number == 0 ? file : Path.of(file + "." + number),
          text.toString(),
          number > 1 && random.nextInt(3) == 0);
    }
  }

  private static StringBuilder words(StringBuilder text, Random random) {
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(i > 1 ? " " : "");
    }
    return text;
  }

  private static void continuation(StringBuilder text, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> text.append('\n');
      case 1 -> text.append("[2026/13/01 no time] [INFO] ");
      case 2 -> text.append("x".repeat(random.nextInt(random.nextInt(50) == 0 ? 400_000 : 3000)));
      default -> text.append("  at ");
    }
    words(text, random).append('\n');
  }

  private static void put(Path file, String text, boolean zip) throws IOException {
    Path path = zip ? Path.of(file + ".gz") : file;
    try (OutputStream raw = Files.newOutputStream(path);
        OutputStream out = zip ? new GZIPOutputStream(raw) : raw) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Reads all files into memory, the oldest first.
  static List<Line> readAll(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS xxx", Locale.ROOT);
    java.util.regex.Pattern head =
        java.util.regex.Pattern.compile(
            "\\[(\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [+-]\\d\\d:\\d\\d)] \\[(\\w+)] (.*)",
            java.util.regex.Pattern.DOTALL);
    long micros = Long.MIN_VALUE;
    String level = "UNKNOWN";
    for (String line : text(file).split("\n")) {
      if (line.isEmpty()) {
        continue;
      }
      java.util.regex.Matcher match = head.matcher(line);
      boolean own = match.matches();
      if (own) {
        Instant time = java.time.OffsetDateTime.parse(match.group(1), format).toInstant();
        micros = time.toEpochMilli() * 1000;
        level =
            match.group(2).equals("Strange") ? "UNKNOWN" : match.group(2).toUpperCase(Locale.ROOT);
      }
      lines.add(new Line(micros, level, own ? match.group(3) : line));
    }
    return lines;
  }

  private static String text(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int number = 9; number >= 0; number--) {
      Path path = number == 0 ? file : Path.of(file + "." + number);
      String part =
          Files.exists(path)
              ? Files.readString(path)
              : Files.exists(Path.of(path + ".gz")) ? unzip(Path.of(path + ".gz")) : "";
      text.append(part).append(part.isEmpty() || part.endsWith("\n") ? "" : "\n");
    }
    return text.toString();
  }

  private static String unzip(Path path) throws IOException {
    try (java.io.InputStream in = new java.util.zip.GZIPInputStream(Files.newInputStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path path : files.toList()) {
        Files.delete(path);
      }
    }
  }
}
