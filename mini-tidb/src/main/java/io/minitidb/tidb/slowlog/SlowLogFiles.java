package io.minitidb.tidb.slowlog;

import io.minitidb.cop.data.Kind;
import io.minitidb.logfile.ByteSearch;
import io.minitidb.logfile.ChunkCursor;
import io.minitidb.logfile.FileTimes;
import io.minitidb.logfile.RequiredText;
import io.minitidb.logfile.RotatedFiles;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.RowCursor;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.Wanted;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The slow log of a mini-tidb: the file, which need not be there, those it was rotated to, and
/// what is known of them.
public record SlowLogFiles(Path file, FileTimes times) {
  private static final int WARNING = 1105;

  public SlowLogFiles(Path file) {
    this(file, new FileTimes());
  }

  /// Returns the entries that are wanted and that the user may see.
  public RowCursor<SlowEntry> entries(ScanContext context, Wanted wanted) {
    Set<SlowField> fields = SlowField.named(wanted.columns());
    boolean all = context.user().may(Privilege.PROCESS);
    if (!all) {
      fields.add(SlowField.USER);
    }
    SlowLogParser parser =
        new SlowLogParser(
            texts(wanted),
            wanted.times(),
            all
                ? Optional.empty()
                : Optional.of(entry -> context.user().sees(entry.text(SlowField.USER))),
            new SlowEntry(fields));
    return new ChunkCursor<>(
        () ->
            RotatedFiles.open(
                Optional.of(file),
                SlowLogFormat.INSTANCE,
                wanted.times(),
                times,
                why -> context.warn(WARNING, who(context) + ": " + why)),
        SlowLogFormat.INSTANCE,
        parser,
        wanted);
  }

  private static String who(ScanContext context) {
    return context.node().node().kind().text() + " " + context.node().node().instance();
  }

  private static List<ByteSearch> texts(Wanted wanted) {
    return EnumSet.allOf(SlowField.class).stream()
        .filter(field -> field.isVerbatim() && field.type().kind() == Kind.STRING)
        .flatMap(field -> RequiredText.of(wanted.on(field.column())).stream())
        .toList();
  }
}
