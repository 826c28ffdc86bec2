package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArithmeticFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plus INT -> int          | 1; 2                                       | 3
          plus INT -> int          | 1; NULL                                    | NULL
          plus INT -> int          | 9223372036854775807; 1                     | error 1690
          plus INT -> int          | -9223372036854775808; -1                   | error 1690
          plus INT -> uint         | 9223372036854775807u; 1                    | 9223372036854775808
          plus INT -> uint         | 18446744073709551615u; 1                   | error 1690
          plus INT -> uint         | 1u; -2                                     | error 1690
          plus INT -> uint         | 3u; -2                                     | 1
          minus INT -> int         | 1; 2                                       | -1
          minus INT -> int         | -9223372036854775808; 1                    | error 1690
          minus INT -> uint        | 1u; 2u                                     | error 1690
          minus INT -> uint        | 2u; 1u                                     | 1
          minus INT -> uint        | 1u; -1                                     | 2
          multiply INT -> int      | 4294967296; 4294967296                     | error 1690
          multiply INT -> int      | -3; 7                                      | -21
          multiply INT -> uint     | 4294967296u; 2147483648                    | 9223372036854775808
          plus REAL -> real        | 0.1e0; 0.2e0                               | 0.30000000000000004
          plus REAL -> real        | 1.7e308; 1.7e308                           | error 1690
          multiply REAL -> real    | 1e200; 1e200                               | error 1690
          plus DECIMAL -> dec(65,2) | 0.10; 0.20                                | 0.30
          minus DECIMAL -> dec(65,2) | 1.00; 1.05                               | -0.05
          multiply DECIMAL -> dec(65,2) | 1.5; 1.5                              | 2.25
          divide DECIMAL -> dec(65,4) | 5.; 2.                                  | 2.5000
          divide DECIMAL -> dec(65,5) | 1.0; 3.                                 | 0.33333
          divide DECIMAL -> dec(65,4) | 2.; 3.                                  | 0.6667
          divide DECIMAL -> dec(65,4) | -2.; 3.                                 | -0.6667
          divide DECIMAL -> dec(65,4) | 1.; 0.00                                | NULL 1365
          divide DECIMAL -> dec(65,4) | NULL; 0.00                              | NULL
          divide REAL -> real      | 1e0; 4e0                                   | 0.25
          divide REAL -> real      | 1e0; 0e0                                   | NULL 1365
          divide REAL -> real      | 1e308; 1e-10                               | error 1690
          intdiv INT -> int        | 7; 2                                       | 3
          intdiv INT -> int        | -7; 2                                      | -3
          intdiv INT -> int        | 7; 0                                       | NULL 1365
          intdiv INT -> int        | -9223372036854775808; -1                   | error 1690
          intdiv INT -> uint       | 18446744073709551615u; 2                   | 9223372036854775807
          intdiv INT -> uint       | 5u; -1                                     | error 1690
          mod INT -> int           | 7; 3                                       | 1
          mod INT -> int           | -7; 3                                      | -1
          mod INT -> int           | 7; -3                                      | 1
          mod INT -> int           | 7; 0                                       | NULL 1365
          mod INT -> uint          | 18446744073709551615u; 10                  | 5
          mod REAL -> real         | 5.5e0; 2e0                                 | 1.5
          mod REAL -> real         | 5.5e0; 0e0                                 | NULL 1365
          mod DECIMAL -> dec(10,2) | 5.55; 2.00                                 | 1.55
          mod DECIMAL -> dec(10,2) | -5.55; 2.00                                | -1.55
          mod DECIMAL -> dec(10,2) | 5.55; 0.00                                 | NULL 1365
          """)
  void calculates(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          negate INT -> int        | 5                      | -5
          negate INT -> int        | -9223372036854775808   | error 1690
          negate INT -> int        | 9223372036854775808u   | -9223372036854775808
          negate INT -> int        | 9223372036854775809u   | error 1690
          negate REAL -> real      | 1.5e0                  | -1.5
          negate DECIMAL -> dec(3,2) | 1.25                 | -1.25
          abs INT -> int           | -5                     | 5
          abs INT -> int           | -9223372036854775808   | error 1690
          abs INT -> uint          | 18446744073709551615u  | 18446744073709551615
          abs REAL -> real         | -0.5e0                 | 0.5
          abs DECIMAL -> dec(3,2)  | -1.25                  | 1.25
          round INT -> int         | 123                    | 123
          round INT -> int         | 125; -1                | 130
          round INT -> int         | -125; -1               | -130
          round INT -> int         | 123; -3                | 0
          round INT -> int         | 123; 2                 | 123
          round INT -> int         | 9223372036854775807; -1 | error 1690
          round INT -> int         | 123; NULL              | NULL
          round REAL -> real       | 2.5e0                  | 2
          round REAL -> real       | 3.5e0                  | 4
          round REAL -> real       | -2.5e0                 | -2
          round REAL -> real       | 1.25e0; 1              | 1.2
          round REAL -> real       | 1234.5e0; -2           | 1200
          round DECIMAL -> dec(2,0) | 2.5                   | 3
          round DECIMAL -> dec(2,0) | -2.5                  | -3
          round DECIMAL -> dec(4,2) | 1.005; 2              | 1.01
          round DECIMAL -> dec(4,0) | 155.5; -1             | 160
          ceil INT -> int          | 5                      | 5
          ceil REAL -> real        | -1.5e0                 | -1
          ceil DECIMAL -> dec(3,0) | 1.01                   | 2
          floor INT -> int         | 5                      | 5
          floor REAL -> real       | -1.5e0                 | -2
          floor DECIMAL -> dec(3,0) | -1.01                 | -2
          """)
  void changesTheSignAndRounds(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @Test
  void anOverflowNamesTheOperation() {
    Expr sum =
        new Expr.Call(
            Functions.get("plus", Kind.INT),
            List.of(
                Expr.Constant.of(Long.MAX_VALUE, Type.BIGINT), Expr.Constant.of(1, Type.BIGINT)),
            Type.BIGINT);
    assertThatThrownBy(() -> sum.eval(Rows.counting(0, 1), Rows.context()))
        .isInstanceOf(EvalException.class)
        .hasMessage("BIGINT value is out of range in '(9223372036854775807 + 1)'");
  }

  @Test
  void aDecimalOfTooManyDigitsIsAnOverflow() {
    String large = "1" + "0".repeat(60) + ".";
    assertThat(Evaluation.of("multiply DECIMAL -> dec(65,0)", large + ";" + large))
        .isEqualTo("error 1690");
    assertThat(Evaluation.of("divide DECIMAL -> dec(65,30)", large + "; 0.001"))
        .isEqualTo("error 1690");
  }

  @Test
  void everyRowWarnsButOnlySomeWarningsAreKept() {
    EvalContext context = Rows.context();
    Expr zero = Rows.column(0, Type.DOUBLE);
    Expr quotient =
        new Expr.Call(Functions.get("divide", Kind.REAL), List.of(zero, zero), Type.DOUBLE);
    Object[] zeros = new Object[100];
    java.util.Arrays.fill(zeros, 0.0);
    quotient.eval(Rows.batch(Rows.vector(Type.DOUBLE, zeros)), context);
    assertThat(context.warningCount()).isEqualTo(100);
    assertThat(context.warnings())
        .hasSize(64)
        .containsOnly(new EvalContext.Warning(1365, "Division by 0"));
  }
}
