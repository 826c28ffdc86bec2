package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Locale;

/// Which collation an operation on texts has: an explicit COLLATE decides before a column, a column
/// before a literal.
public final class Collations {
  private static final int EXPLICIT = 0;
  private static final int COLUMN = 2;
  private static final int LITERAL = 4;

  private Collations() {}

  /// Returns `expr COLLATE name`.
  ///
  /// @throws SqlException 1273 for a collation that we do not have
  public static Expr collate(Expr expr, String name) {
    Collation collation =
        Collation.named(name)
            .orElseThrow(() ->
                new SqlException(SqlError.UNKNOWN_COLLATION, "Unknown collation: '" + name + "'"));
    return collate(
        expr.type().kind() == Kind.STRING ? expr : Exprs.cast(expr, Type.varchar(0)), collation);
  }

  /// Returns a text that compares by `collation` whatever it is compared with.
  static Expr collate(Expr text, Collation collation) {
    return new Expr.Call(
        Functions.get("cast_string", Kind.STRING),
        List.of(text),
        text.type().withCollation(collation).withLength(0));
  }

  /// Returns the collation by which a function of `args` compares or that its result has.
  ///
  /// @throws SqlException 1267 when two arguments name different ones
  static Collation of(Expr... args) {
    Collation result = Collation.UTF8MB4_BIN;
    int strength = LITERAL + 1;
    for (Expr arg : args) {
      if (arg.type().kind() != Kind.STRING) {
        continue;
      }
      Collation own = arg.type().collation();
      int ownStrength = strength(arg);
      if (ownStrength == strength && ownStrength == EXPLICIT && own != result) {
        throw mixed(result, own);
      }
      if (ownStrength < strength || ownStrength == strength && isStricter(own, result)) {
        result = own;
        strength = ownStrength;
      }
    }
    return result;
  }

  private static SqlException mixed(Collation one, Collation other) {
    return new SqlException(
        SqlError.MIXED_COLLATIONS,
        String.format(
            Locale.ROOT,
            "Illegal mix of collations (%s,EXPLICIT) and (%s,EXPLICIT) for operation",
            one.sqlName(),
            other.sqlName()));
  }

  /// Of two columns the one that tells more values apart decides.
  private static boolean isStricter(Collation one, Collation other) {
    return one == Collation.BINARY || !one.ignoresCase() && other.ignoresCase();
  }

  private static int strength(Expr expr) {
    return switch (expr) {
      // A literal has the default unless somebody gave it another.
      case Expr.Constant constant ->
          constant.type().collation() == Collation.UTF8MB4_BIN ? LITERAL : EXPLICIT;
      case Expr.ColumnRef column -> COLUMN;
      case Expr.Call call -> {
        if (isConversion(call)) {
          yield EXPLICIT;
        }
        int strength = LITERAL;
        for (Expr arg : call.args()) {
          strength =
              arg.type().kind() == Kind.STRING ? Math.min(strength, strength(arg)) : strength;
        }
        yield strength;
      }
    };
  }

  private static boolean isConversion(Expr.Call call) {
    Type from = call.args().isEmpty() ? Type.NULL : call.args().getFirst().type();
    return call.function().name().equals("cast_string")
        && from.kind() == Kind.STRING
        && (call.type().collation() != Collation.UTF8MB4_BIN
            || from.collation() != Collation.UTF8MB4_BIN);
  }
}
