package io.minitidb.probe;

import java.util.ArrayList;
import java.util.List;

/// A line of `/proc/self/mountinfo`.
///
/// @param root which part of the file system is mounted, `/` for all of it
/// @param options of this mount, `superOptions` of the file system
record Mount(
    String root, String path, String options, String type, String source, String superOptions) {

  static List<Mount> all(ProcFiles files) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : files.lines("proc/self/mountinfo")) {
      String[] words = line.split(" ");
      int dash = 6;
      while (dash < words.length && !words[dash].equals("-")) {
        dash++;
      }
      if (dash + 3 < words.length) {
        mounts.add(
            new Mount(
                unescaped(words[3]),
                unescaped(words[4]),
                words[5],
                words[dash + 1],
                unescaped(words[dash + 2]),
                words[dash + 3]));
      }
    }
    return mounts;
  }

  /// The kernel writes blanks, tabs, line ends and backslashes as octal numbers.
  private static String unescaped(String word) {
    return word.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
