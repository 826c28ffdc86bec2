package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallCheckTest {
  private static final Expr ONE = Expr.Constant.of(1, Type.BIGINT);
  private static final Expr TEXT = Expr.Constant.of("a");

  private static void check(String name, Kind kind, Type type, Expr... args) {
    CallCheck.check(Functions.get(name, kind), List.of(args), type);
  }

  @Test
  void acceptsWhatOurPlannerMakes() {
    assertThatCode(
            () -> {
              check("eq", Kind.INT, Type.BOOLEAN, ONE, ONE);
              check("cast_real", Kind.STRING, Type.DOUBLE, TEXT);
              check("and", Kind.INT, Type.BOOLEAN, ONE, ONE, ONE);
              check("coalesce", Kind.STRING, Type.TEXT, TEXT, TEXT);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTooFewAndTooManyArguments() {
    assertThatThrownBy(() -> check("eq", Kind.INT, Type.BOOLEAN, ONE))
        .isInstanceOf(WireException.class)
        .hasMessage("eq takes 2 arguments, not 1");
    assertThatThrownBy(() -> check("not", Kind.INT, Type.BOOLEAN, ONE, ONE))
        .isInstanceOf(WireException.class)
        .hasMessage("not takes 1 arguments, not 2");
    assertThatThrownBy(() -> check("in", Kind.INT, Type.BOOLEAN))
        .isInstanceOf(WireException.class)
        .hasMessage("in takes arguments");
  }

  @Test
  void refusesArgumentsAndResultsOfOtherKinds() {
    assertThatThrownBy(() -> check("plus", Kind.INT, Type.BIGINT, ONE, TEXT))
        .isInstanceOf(WireException.class)
        .hasMessage("plus of INT does not take STRING");
    assertThatThrownBy(() -> check("cast_real", Kind.INT, Type.TEXT, ONE))
        .isInstanceOf(WireException.class)
        .hasMessage("cast_real does not make STRING");
    assertThatThrownBy(() -> check("coalesce", Kind.STRING, Type.BIGINT, TEXT))
        .isInstanceOf(WireException.class)
        .hasMessage("coalesce does not make INT");
  }
}
