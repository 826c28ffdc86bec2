package io.minitidb.logfile;

import io.minitidb.memtable.TimeRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A log file and those it was rotated to: `name.1`, `name.2`, ..., or with a time stamp in the
/// name, each also with `.gz`. All are opened at once and read from what is open, so that a
/// rotation or a deletion during the read changes nothing.
public final class RotatedFiles {
  private static final int TRIES = 5;
  private static final String STAMP = "[-._]\\d{4}-?\\d{2}-?\\d{2}[-T._0-9]*";
  private static final Pattern STAMPED = Pattern.compile(STAMP + "(\\.[a-z]+)?$");

  private final Path file;
  private final RecordFormat format;
  private final FileTimes times;
  private final Consumer<String> warn;
  private final Set<Path> unreadable = new HashSet<>();

  private RotatedFiles(Path file, RecordFormat format, FileTimes times, Consumer<String> warn) {
    this.file = file;
    this.format = format;
    this.times = times;
    this.warn = warn;
  }

  /// Opens all files that there are; the sequence is empty when there is none.
  ///
  /// @param file the current one, if there is one by configuration
  /// @param needed the moments that are wanted; a compressed file without any is left out
  /// @param warn is told which files cannot be read
  public static FileSequence open(
      Optional<Path> file,
      RecordFormat format,
      TimeRanges needed,
      FileTimes times,
      Consumer<String> warn) {
    return file.map(path -> new RotatedFiles(path, format, times, warn).open(needed))
        .orElseGet(() -> new FileSequence(List.of(), warn));
  }

  /// @param key tells files apart whatever their names
  private record Opened(Path path, Object key, FileChannel channel) {}

  /// @param first time in it, or `NO_TIME`
  private record Ordered(FileSequence.Part part, long first) {
    static final Comparator<Ordered> BY_NAME =
        Comparator.comparingInt((Ordered each) -> number(each.part().name()))
            .reversed()
            .thenComparing(each -> each.part().name());

    Ordered at(long time) {
      return new Ordered(part, time);
    }
  }

  private FileSequence open(TimeRanges needed) {
    Map<Object, Opened> opened = new LinkedHashMap<>();
    for (int i = 0; i < TRIES && openMissing(opened); i++) {
      // A rotation in between renames files; so many of them in a row would be strange.
    }
    List<Ordered> parts = new ArrayList<>();
    for (Opened each : opened.values()) {
      try {
        part(each, needed).ifPresent(parts::add);
      } catch (IOException e) {
        complain(each.path(), e);
        closeQuietly(each.channel());
      }
    }
    return new FileSequence(sorted(parts).stream().map(Ordered::part).toList(), warn);
  }

  /// By the names, in which the oldest file has a stamp or the highest number; by the times in them
  /// if these say otherwise, which they do after a rotation while the files were opened.
  private static List<Ordered> sorted(List<Ordered> parts) {
    List<Ordered> sorted = new ArrayList<>();
    boolean trusted = true;
    for (Ordered part : parts.stream().sorted(Ordered.BY_NAME).toList()) {
      long before = sorted.isEmpty() ? RecordFormat.NO_TIME : sorted.getLast().first();
      // Without a record of its own it goes on with that of the file before.
      Ordered next = part.first() == RecordFormat.NO_TIME ? part.at(before) : part;
      trusted &= next.first() >= before || before - next.first() < 2 * TimeSearch.DISORDER;
      sorted.add(next);
    }
    if (!trusted) {
      sorted.sort(Comparator.comparingLong(Ordered::first));
    }
    return sorted;
  }

  /// Opens the files that are not open yet.
  ///
  /// @return whether there were any
  private boolean openMissing(Map<Object, Opened> opened) {
    boolean any = false;
    for (Path path : list()) {
      try {
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
        if (!before.isRegularFile() || opened.containsKey(key(before, path))) {
          continue;
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
        any = true;
        if (key(after, path).equals(key(before, path))) {
          opened.put(key(after, path), new Opened(path, key(after, path), channel));
        } else {
          channel.close(); // another file has got the name just now; the next round sees it
        }
      } catch (NoSuchFileException e) {
        any = true; // renamed or deleted
      } catch (IOException e) {
        if (unreadable.add(path)) {
          complain(path, e);
        }
      }
    }
    return any;
  }

  /// The numbers of deleted files are given to new ones, so the moment of creation counts as well.
  private static Object key(BasicFileAttributes attributes, Path path) {
    Object file = Optional.ofNullable(attributes.fileKey()).orElse(path);
    return List.of(file, attributes.creationTime());
  }

  private List<Path> list() {
    List<Path> found = new ArrayList<>();
    Path directory = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
    Pattern names = names(String.valueOf(file.getFileName()));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (names.matcher(String.valueOf(entry.getFileName())).matches()) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      complain(directory, e);
    }
    return found;
  }

  private static Pattern names(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    return Pattern.compile(
        "(%1$s|%1$s\\.\\d+|%1$s%4$s|%2$s%4$s%3$s)(\\.gz)?"
            .formatted(Pattern.quote(name), Pattern.quote(stem), Pattern.quote(extension), STAMP));
  }

  private Optional<Ordered> part(Opened file, TimeRanges needed) throws IOException {
    String name = file.path().toString();
    boolean compressed = name.endsWith(".gz");
    Optional<FileTimes.Known> known = times.of(file.key(), file.channel().size());
    if (compressed
        && known.isPresent()
        && needed.and(TimeRanges.of(known.get().first(), known.get().last())).isEmpty()) {
      file.channel().close();
      return Optional.empty();
    }
    FileChannel channel = compressed ? Unzipped.open(file.channel()) : file.channel();
    long size = channel.size();
    FileSequence.Part part = new FileSequence.Part(name, channel, size, endsLine(channel, size));
    FileTimes.Known found = known.isPresent() ? known.get() : look(part, file, compressed);
    return Optional.of(new Ordered(part, found.first()));
  }

  /// Looks for the first time in a file, and for the last one if the file will not change.
  private FileTimes.Known look(FileSequence.Part part, Opened file, boolean compressed)
      throws IOException {
    long size = file.channel().isOpen() ? file.channel().size() : part.size();
    TimeSearch search = new TimeSearch(new FileSequence(List.of(part), warn), format);
    long first = search.next(0, part.length()).time();
    if (first == RecordFormat.NO_TIME) {
      // Nothing but lines that belong to the record before, so far.
      return new FileTimes.Known(size, first, first);
    }
    long last = compressed ? search.before(part.length()).time() : Long.MAX_VALUE;
    FileTimes.Known found =
        new FileTimes.Known(
            compressed ? 0 : size,
            first - TimeSearch.DISORDER,
            compressed ? last + TimeSearch.DISORDER : last);
    times.put(file.key(), found);
    return found;
  }

  private static boolean endsLine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size == 0 || channel.read(last, size - 1) == 1 && last.get(0) == '\n';
  }

  /// Returns 0 for the current file, the number of a numbered one, and the highest of all for one
  /// with a time stamp; among those the name decides.
  private static int number(String name) {
    String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    String end = bare.substring(bare.lastIndexOf('.') + 1);
    return STAMPED.matcher(bare).find()
        ? Integer.MAX_VALUE
        : end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
  }

  private void complain(Path path, IOException cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    warn.accept(path + " cannot be read: " + why + "; its rows are missing");
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read from.
    }
  }
}
