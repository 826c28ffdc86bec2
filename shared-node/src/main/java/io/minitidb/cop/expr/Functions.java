package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every scalar function, found by signature when a request is decoded and by name and kind when a
/// statement is planned.
public final class Functions {
  private static final Map<Integer, Function> BY_SIG = new HashMap<>();
  private static final Map<String, Function> BY_NAME = new HashMap<>();

  static {
    Stream.of(
            CompareFunctions.ALL,
            LogicFunctions.ALL,
            ControlFunctions.ALL,
            ArithmeticFunctions.ALL,
            BitFunctions.ALL,
            CastFunctions.ALL,
            StringFunctions.ALL,
            DateParts.ALL,
            TimeFunctions.ALL,
            TimeSums.ALL,
            ZoneFunctions.ALL,
            DateFormats.ALL,
            StrToDate.ALL,
            TextFunctions.ALL,
            DigitFunctions.ALL,
            HashFunctions.ALL,
            RegexpFunctions.ALL,
            NetFunctions.ALL,
            NumberFunctions.ALL,
            ChoiceFunctions.ALL,
            RowFunctions.ALL,
            LockFunctions.ALL,
            JsonFunctions.ALL,
            JsonChanges.ALL,
            DateArithmetic.ALL,
            SessionFunctions.ALL)
        .flatMap(List::stream)
        .forEach(Functions::register);
  }

  private Functions() {}

  private static void register(Function function) {
    Function twin = BY_SIG.put(function.sig(), function);
    Function namesake = BY_NAME.put(key(function.name(), function.kind()), function);
    if (twin != null || namesake != null) {
      throw new IllegalStateException("registered twice: " + function);
    }
  }

  private static String key(String name, Kind kind) {
    return name + "/" + kind;
  }

  /// Returns the function with tipb's number `sig`.
  public static Optional<Function> bySig(int sig) {
    return Optional.ofNullable(BY_SIG.get(sig));
  }

  /// Returns the signature of `name` for arguments of `kind`.
  public static Optional<Function> find(String name, Kind kind) {
    return Optional.ofNullable(BY_NAME.get(key(name, kind)));
  }

  /// Returns the signature of `name` for arguments of `kind`.
  ///
  /// @throws IllegalArgumentException when there is none
  public static Function get(String name, Kind kind) {
    return find(name, kind)
        .orElseThrow(() -> new IllegalArgumentException("no function " + key(name, kind)));
  }
}
