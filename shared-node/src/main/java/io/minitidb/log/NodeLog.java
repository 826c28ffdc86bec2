package io.minitidb.log;

import io.minitidb.logfile.ChunkCursor;
import io.minitidb.logfile.FileTimes;
import io.minitidb.logfile.RequiredText;
import io.minitidb.logfile.RotatedFiles;
import io.minitidb.memtable.RowCursor;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.Wanted;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The log of a node, to be searched: the file, those it was rotated to, and what is known of them.
///
/// @param file empty when the node logs to standard error
public record NodeLog(Optional<Path> file, FileTimes times) {
  private static final int WARNING = 1105;
  private static final Set<String> LEVELS =
      Arrays.stream(LogLevel.values()).map(LogLevel::name).collect(Collectors.toUnmodifiableSet());

  public NodeLog(Optional<Path> file) {
    this(file, new FileTimes());
  }

  /// Returns the lines that are wanted. What cannot be read is a warning.
  ///
  /// @param wanted may have conditions on LEVEL and MESSAGE
  public RowCursor<LogLine> lines(ScanContext context, Wanted wanted) {
    if (file.isEmpty()) {
      warn(context, "no log file: it logs to standard error");
    }
    LogParser parser =
        new LogParser(
            RequiredText.of(wanted.on("MESSAGE")),
            wanted.allowed("LEVEL", LEVELS, context),
            wanted.times(),
            context.zone());
    return new ChunkCursor<>(
        () ->
            RotatedFiles.open(
                file, LogFormat.INSTANCE, wanted.times(), times, why -> warn(context, why)),
        LogFormat.INSTANCE,
        parser,
        wanted);
  }

  private static void warn(ScanContext context, String why) {
    context.warn(
        WARNING,
        context.node().node().kind().text() + " " + context.node().node().instance() + ": " + why);
  }
}
