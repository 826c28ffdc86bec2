package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StringFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          concat STRING -> text      | 'a'; 'b'; 'c'          | 'abc'
          concat STRING -> text      | 'a'; NULL              | NULL
          concat_ws STRING -> text   | ','; 'a'; NULL; 'b'    | 'a,b'
          concat_ws STRING -> text   | ','; NULL; NULL        | ''
          concat_ws STRING -> text   | ','; ''; ''            | ','
          concat_ws STRING -> text   | NULL; 'a'              | NULL
          length STRING -> int       | 'aé€😀'                | 10
          length STRING -> int       | ''                     | 0
          length STRING -> int       | NULL                   | NULL
          char_length STRING -> int  | 'aé€😀'                | 4
          lower STRING -> text       | 'AÄİI'                 | 'aäi̇i'
          upper STRING -> text       | 'iaä'                  | 'IAÄ'
          ltrim STRING -> text       | '  a '                 | 'a '
          rtrim STRING -> text       | ' a  '                 | ' a'
          trim STRING -> text        | '  a b  '              | 'a b'
          trim STRING -> text        | '   '                  | ''
          replace STRING -> text     | 'www.mysql.com'; 'w'; 'Ww' | 'WwWwWw.mysql.com'
          replace STRING -> text     | 'abc'; ''; 'x'         | 'abc'
          replace STRING -> text     | 'a.c'; '.'; '$1'       | 'a$1c'
          instr STRING -> int        | 'foobarbar'; 'bar'     | 4
          instr STRING -> int        | 'x€y'; 'y'             | 3
          instr STRING -> int        | 'abc'; 'd'             | 0
          instr STRING -> int        | 'abc'; ''              | 1
          locate STRING -> int       | 'bar'; 'foobarbar'     | 4
          locate STRING -> int       | 'b'; '😀b'             | 2
          """)
  void makesText(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          substring       | 'Quadratically'; 5           | 'ratically'
          substring       | 'Quadratically'; 5; 6        | 'ratica'
          substring       | 'Sakila'; -3                 | 'ila'
          substring       | 'Sakila'; -5; 3              | 'aki'
          substring       | 'Sakila'; 0                  | ''
          substring       | 'Sakila'; 0; 3               | ''
          substring       | 'Sakila'; -7                 | ''
          substring       | 'Sakila'; 7                  | ''
          substring       | 'Sakila'; 2; 0               | ''
          substring       | 'Sakila'; 2; -1              | ''
          substring       | 'Sakila'; 6; 100             | 'a'
          substring       | 'Sakila'; 9223372036854775807; 9223372036854775807 | ''
          substring       | 'Sakila'; -9223372036854775808 | ''
          substring       | 'a😀€b'; 2; 2                | '😀€'
          substring       | 'a😀€b'; -2                  | '€b'
          substring       | NULL; 1                      | NULL
          left            | 'foobar'; 3                  | 'foo'
          left            | 'foobar'; 0                  | ''
          left            | 'foobar'; -1                 | ''
          left            | '😀€b'; 1                    | '😀'
          left            | 'foobar'; 9223372036854775807 | 'foobar'
          right           | 'foobar'; 3                  | 'bar'
          right           | 'foobar'; 0                  | ''
          right           | 'foobar'; -1                 | ''
          right           | 'a😀€'; 2                    | '😀€'
          right           | 'foobar'; 100                | 'foobar'
          substring_index | 'www.mysql.com'; '.'; 2      | 'www.mysql'
          substring_index | 'www.mysql.com'; '.'; -2     | 'mysql.com'
          substring_index | 'www.mysql.com'; '.'; 0      | ''
          substring_index | 'www.mysql.com'; '.'; 5      | 'www.mysql.com'
          substring_index | 'www.mysql.com'; '.'; -5     | 'www.mysql.com'
          substring_index | 'www.mysql.com'; ''; 1       | ''
          substring_index | 'aaaaa'; 'aa'; 2             | 'aa'
          substring_index | 'aaaaa'; 'aa'; -2            | 'aa'
          substring_index | 'a.b'; '.'; -9223372036854775808 | 'a.b'
          substring_index | '.a'; '.'; 1                 | ''
          """)
  void cutsByCharacters(String name, String args, String expected) {
    assertThat(Evaluation.of(name + " STRING -> text", args)).isEqualTo(expected);
  }

  @Test
  void trimmingTakesBlanksAndNoOtherWhiteSpace() {
    Expr text = Expr.Constant.of(" \ta \n");
    assertThat(call("ltrim", text)).isEqualTo("\ta \n");
    assertThat(call("rtrim", text)).isEqualTo(" \ta \n");
    assertThat(call("trim", text)).isEqualTo("\ta \n");
  }

  private static String call(String name, Expr arg) {
    return new Expr.Call(Functions.get(name, Kind.STRING), List.of(arg), Type.TEXT)
        .eval(Rows.counting(0, 1), Rows.context())
        .getString(0);
  }
}
