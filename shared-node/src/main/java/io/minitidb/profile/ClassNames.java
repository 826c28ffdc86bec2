package io.minitidb.profile;

import java.util.regex.Pattern;

/// Names of classes as the JVM has them, made readable.
final class ClassNames {
  /// `/0x00007f1c2b000800` and its other forms, the end of the name of a hidden class.
  private static final Pattern ADDRESS =
      Pattern.compile("[/+.]0x[0-9a-f]+(?:\\.(?:0x)?[0-9a-f]+)?(?=[.;]|$)");

  private ClassNames() {}

  /// Returns the name without the address, which is another one in every process.
  static String withoutAddress(String name) {
    return name.contains("0x") ? ADDRESS.matcher(name).replaceAll("") : name;
  }

  /// Returns `byte[]` for `[B`, `java.lang.String[][]` for `[[Ljava.lang.String;`, other names as
  /// they are.
  static String readable(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0 || dimensions == name.length()) {
      return name;
    }
    String element =
        switch (name.charAt(dimensions)) {
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'D' -> "double";
          case 'F' -> "float";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'S' -> "short";
          case 'Z' -> "boolean";
          default -> name.substring(dimensions + 1, name.length() - 1);
        };
    return element + "[]".repeat(dimensions);
  }
}
