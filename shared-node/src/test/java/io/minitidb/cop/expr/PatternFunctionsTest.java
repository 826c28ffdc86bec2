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

final class PatternFunctionsTest {

  @ParameterizedTest(name = "{0} like {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~David!~  | ~David_~          | true
          ~David!~  | ~%D%v%~           | true
          ~David~   | ~David_~          | false
          ~~        | ~~                | true
          ~~        | ~%~               | true
          ~~        | ~_~               | false
          ~a~       | ~~                | false
          ~abc~     | ~%%%~             | true
          ~abc~     | ~a%c~             | true
          ~abcbc~   | ~a%bc~            | true
          ~abcbd~   | ~a%bc~            | false
          ~abc~     | ~___~             | true
          ~ab~      | ~_%_%_~           | false
          ~a%c~     | ~a\\%c~           | true
          ~abc~     | ~a\\%c~           | false
          ~a_c~     | ~a\\_c~           | true
          ~a\\c~    | ~a\\\\c~          | true
          ~ac~      | ~a\\c~            | true
          ~a\\~     | ~a\\~             | true
          ~😀~      | ~_~               | true
          ~x😀€y~   | ~x__y~            | true
          ~Abc~     | ~abc~             | false
          ~a b~     | ~a.b~             | false
          """)
  void likeMatchesTheWholeText(String text, String pattern, boolean expected) {
    assertThat(LikePattern.of(pattern, '\\').matches(text)).isEqualTo(expected);
  }

  @Test
  void anyCharacterCanBeTheEscape() {
    assertThat(LikePattern.of("a|%", '|').matches("a%")).isTrue();
    assertThat(LikePattern.of("a|%", '|').matches("ab")).isFalse();
    assertThat(LikePattern.of("a\\%", '|').matches("a\\b")).isTrue();
    assertThat(LikePattern.of("a\\%", -1).matches("a\\b")).isTrue();
  }

  @Test
  void manyPercentSignsDoNotExplode() {
    assertThat(LikePattern.of("%a".repeat(1000) + "b", '\\').matches("a".repeat(3000))).isFalse();
    assertThat(LikePattern.of("%".repeat(10_000) + "b", '\\').matches("a".repeat(10_000) + "b"))
        .isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'abc'; 'a%'; 92 | 1
          'abc'; 'b%'; 92 | 0
          NULL; 'a%'; 92  | NULL
          'abc'; NULL; 92 | NULL
          """)
  void likeOfNullIsNull(String args, String expected) {
    assertThat(Evaluation.of("like STRING -> int", args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'Michael!'; '.*'     | 1
          'pi'; '^(pi)*$'      | 1
          'pip'; '^(pi)*$'     | 0
          'foobar'; 'oba'      | 1
          'a'; '[[:alpha:]'    | error 1139
          'a'; '('             | error 1139
          NULL; 'a'            | NULL
          'a'; NULL            | NULL
          """)
  void regexpFindsAnywhere(String args, String expected) {
    assertThat(Evaluation.of("regexp STRING -> int", args)).isEqualTo(expected);
  }

  @Test
  void eachRowMayHaveItsOwnPattern() {
    var batch =
        Rows.batch(
            Rows.vector(Type.TEXT, "abc", "abc", null, "x"),
            Rows.vector(Type.TEXT, "a%", "b%", "%", null));
    Expr like =
        new Expr.Call(
            Functions.get("like", Kind.STRING),
            List.of(
                Rows.column(0, Type.TEXT),
                Rows.column(1, Type.TEXT),
                Expr.Constant.of('\\', Type.BIGINT)),
            Type.BOOLEAN);
    assertThat(Rows.text(Rows.batch(like.eval(batch, Rows.context()))))
        .containsExactly("1", "0", "NULL", "NULL");
  }

  @Test
  void aRegularExpressionThatNeverEndsIsAnError() {
    assertThatThrownBy(() -> regexp("a".repeat(40) + "b", "(a|aa)+\\1c"))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(3699));
  }

  @Test
  void aRegularExpressionThatIsTooDeepIsAnError() {
    assertThatThrownBy(() -> regexp("ab".repeat(1_000_000), "^(a|b)*$"))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(3698));
  }

  private static void regexp(String text, String pattern) {
    new Expr.Call(
            Functions.get("regexp", Kind.STRING),
            List.of(Expr.Constant.of(text), Expr.Constant.of(pattern)),
            Type.BOOLEAN)
        .eval(Rows.counting(0, 1), Rows.context());
  }
}
