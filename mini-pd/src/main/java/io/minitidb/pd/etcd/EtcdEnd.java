package io.minitidb.pd.etcd;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How an etcd came to its end that nobody has stopped, told from its exit code and its log. The
/// code alone does not say it: an etcd whose member was removed ends with 0.
///
/// @param lastWords the last lines of its log
public record EtcdEnd(int code, Cause cause, String lastWords) {
  private static final int LINES = 5;
  private static final int SIGNALLED = 128;

  /// In a line of etcd's log, which is JSON.
  private static final Pattern TEXT =
      Pattern.compile("\"(?:msg|error)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// What another start on the same data could do.
  public enum Cause {
    /// The member was removed from the cluster. Its data are of no use any more.
    REMOVED,
    /// The cluster counts on data that this member had and has no more.
    DATA_LOST,
    /// The data cannot be read.
    CORRUPT,
    /// Killed, no memory, a port that is taken, anything else: another start may help.
    OTHER
  }

  private record Sign(String text, Cause cause) {}

  /// What etcd 3.4 and 3.5 write.
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("the member has been permanently removed from the cluster", Cause.REMOVED),
          new Sign("has already been bootstrapped", Cause.DATA_LOST),
          new Sign("raft log corrupted, truncated, or lost", Cause.DATA_LOST),
          new Sign("crc mismatch", Cause.CORRUPT),
          new Sign("failed to find database snapshot file", Cause.CORRUPT),
          new Sign("invalid database", Cause.CORRUPT),
          new Sign("file checksum mismatch", Cause.CORRUPT));

  /// @param output the end of what it has written
  static EtcdEnd of(int code, String output) {
    Cause cause =
        SIGNS.stream()
            .filter(sign -> output.contains(sign.text()))
            .map(Sign::cause)
            .findFirst()
            .orElse(Cause.OTHER);
    List<String> lines = output.lines().toList();
    return new EtcdEnd(
        code,
        cause,
        String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
  }

  /// Says whether it would end like this again and again.
  boolean terminal() {
    return cause != Cause.OTHER;
  }

  /// Returns what has happened in one line.
  String headline(String member) {
    if (terminal()) {
      return message(member).lines().findFirst().orElseThrow();
    }
    if (code > SIGNALLED) {
      return "etcd was ended by signal " + (code - SIGNALLED);
    }
    String line = lastWords.substring(lastWords.lastIndexOf('\n') + 1);
    String told =
        TEXT.matcher(line).results().map(text -> text.group(1)).collect(Collectors.joining(": "));
    return "etcd ended with code " + code + ": " + (told.isEmpty() ? line : told);
  }

  /// Returns what has happened and, where the member cannot help itself, what a person can do.
  public String message(String member) {
    String again =
        "remove the member from the cluster (curl -X DELETE"
            + " <client URL of another member>/pd/api/v1/members/name/"
            + member
            + "), then start it with an empty data directory and --join <client URLs of the cluster>";
    return switch (cause) {
      case REMOVED ->
          member
              + " was removed from the cluster and stays out; to come back it needs a new data directory"
              + " and --join <client URLs of the cluster>";
      case DATA_LOST -> member + " is a member of the cluster, but its data are lost: " + again;
      case CORRUPT ->
          "etcd cannot read the data of "
              + member
              + ": "
              + again
              + "; its last words:\n"
              + lastWords;
      case OTHER -> "etcd ended with code " + code + "; its last words:\n" + lastWords;
    };
  }
}
