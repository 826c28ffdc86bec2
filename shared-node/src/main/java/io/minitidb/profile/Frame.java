package io.minitidb.profile;

/// A place in a stack.
///
/// @param function class and method, `java.util.HashMap.put`; or what else stands in its place
/// @param file where it is written, `java/util/HashMap.java`; empty when nobody knows
/// @param line 0 when nobody knows
public record Frame(String function, String file, int line) {

  /// A place that has a name only.
  static Frame named(String name) {
    return new Frame(name, "", 0);
  }

  /// A method of a class by its binary name.
  static Frame of(String className, String method, int line) {
    String name = ClassNames.withoutAddress(className);
    int inner = name.indexOf('$');
    String outer = inner < 0 ? name : name.substring(0, inner);
    return new Frame(name + "." + method, outer.replace('.', '/') + ".java", Math.max(0, line));
  }

  /// Returns file and line as far as they are known.
  public String place() {
    return place(line);
  }

  String place(int otherLine) {
    return file.isEmpty() || otherLine == 0 ? file : file + ":" + otherLine;
  }
}
