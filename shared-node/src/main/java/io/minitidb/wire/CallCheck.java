package io.minitidb.wire;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Function;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Refuses calls whose arguments a function would read beyond or misread; our own planner makes
/// none, another sender might.
final class CallCheck {
  private static final Map<String, Integer> COUNTS =
      Map.ofEntries(
          Map.entry("lt", 2),
          Map.entry("le", 2),
          Map.entry("gt", 2),
          Map.entry("ge", 2),
          Map.entry("eq", 2),
          Map.entry("ne", 2),
          Map.entry("nulleq", 2),
          Map.entry("plus", 2),
          Map.entry("minus", 2),
          Map.entry("multiply", 2),
          Map.entry("divide", 2),
          Map.entry("intdiv", 2),
          Map.entry("mod", 2),
          Map.entry("negate", 1),
          Map.entry("bitand", 2),
          Map.entry("bitor", 2),
          Map.entry("bitxor", 2),
          Map.entry("bitneg", 1),
          Map.entry("shl", 2),
          Map.entry("shr", 2),
          Map.entry("xor", 2),
          Map.entry("not", 1),
          Map.entry("istrue", 1),
          Map.entry("isfalse", 1),
          Map.entry("isnull", 1));
  private static final Set<String> SAME_KIND = Set.of("in", "and", "or", "coalesce", "ifnull");
  private static final Set<String> RESULTS = Set.of("coalesce", "ifnull");

  private CallCheck() {}

  /// @throws WireException naming the function and what it takes
  static void check(Function function, List<Expr> args, Type type) {
    String name = function.name();
    boolean cast = name.startsWith("cast_");
    Integer count = cast ? Integer.valueOf(1) : COUNTS.get(name);
    if (count != null && args.size() != count) {
      throw new WireException(name + " takes " + count + " arguments, not " + args.size());
    }
    if (count != null || SAME_KIND.contains(name)) {
      checkKinds(function, args);
    }
    boolean ofItsKind = RESULTS.contains(name) && type.kind() != function.kind();
    boolean wrongCast = cast && !name.equals("cast_" + type.kind().name().toLowerCase(Locale.ROOT));
    if (ofItsKind || wrongCast) {
      throw new WireException(name + " does not make " + type.kind());
    }
  }

  private static void checkKinds(Function function, List<Expr> args) {
    if (args.isEmpty()) {
      throw new WireException(function.name() + " takes arguments");
    }
    for (Expr arg : args) {
      if (arg.type().kind() != function.kind()) {
        throw new WireException(
            function.name() + " of " + function.kind() + " does not take " + arg.type().kind());
      }
    }
  }
}
