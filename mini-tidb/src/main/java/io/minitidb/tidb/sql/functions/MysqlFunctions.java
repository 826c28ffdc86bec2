package io.minitidb.tidb.sql.functions;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every function that a statement may call, by name.
public final class MysqlFunctions {
  private static final Map<String, MysqlFunction> BY_NAME = new HashMap<>();

  static {
    Stream.of(
            ControlDefinitions.ALL,
            TextDefinitions.ALL,
            NumberDefinitions.ALL,
            JsonDefinitions.ALL,
            MomentDefinitions.ALL,
            TimeDefinitions.ALL,
            DateArithmeticDefinitions.ALL)
        .flatMap(List::stream)
        .forEach(MysqlFunctions::register);
  }

  private MysqlFunctions() {}

  private static void register(MysqlFunction function) {
    if (BY_NAME.put(function.name(), function) != null) {
      throw new IllegalStateException("defined twice: " + function.name());
    }
  }

  /// Returns the function called `name`, in any case.
  public static Optional<MysqlFunction> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  public static List<MysqlFunction> all() {
    return List.copyOf(BY_NAME.values());
  }
}
