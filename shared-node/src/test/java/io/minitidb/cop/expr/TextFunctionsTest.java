package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          reverse STRING -> text      | 'a😀b'                    | 'b😀a'
          repeat STRING -> text       | 'ab'; 3                   | 'ababab'
          repeat STRING -> text       | 'ab'; -1                  | ''
          repeat STRING -> text       | 'ab'; 18446744073709551615u | NULL 1301
          space INT -> text           | 2                         | '  '
          lpad STRING -> text         | 'hi'; 5; 'ab'             | 'abahi'
          lpad STRING -> text         | 'é€😀'; 2; 'x'             | 'é€'
          lpad STRING -> text         | 'hi'; -1; 'x'             | NULL
          rpad STRING -> text         | 'hi'; 4; ''               | ''
          rpad STRING -> text         | 'hi'; 99999999999; 'x'    | NULL 1301
          insert STRING -> text       | 'Quadratic'; 3; 4; 'What' | 'QuWhattic'
          insert STRING -> text       | 'Quadratic'; -1; 4; 'What' | 'Quadratic'
          insert STRING -> text       | 'Quadratic'; 3; 100; 'What' | 'QuWhat'
          insert STRING -> text       | 'Quadratic'; 3; -1; 'x'   | 'Qux'
          insert STRING -> text       | 'Quadratic'; 3; 4; NULL   | NULL
          trim_text STRING -> text    | 'BOTH'; 'ab'; 'ababxab'   | 'x'
          trim_text STRING -> text    | 'LEADING'; ''; 'ab'       | 'ab'
          trim_text STRING -> text    | 'TRAILING'; 'aa'; 'aaa'   | 'a'
          quote STRING -> text        | NULL                      | 'NULL'
          soundex STRING -> text      | 'Quadratically'           | 'Q36324'
          soundex STRING -> text      | '42'                      | ''
          strcmp STRING -> int        | 'text'; 'text2'           | -1
          ascii STRING -> int         | 'é'                       | 195
          ord STRING -> int           | 'é'                       | 50089
          bit_length STRING -> int    | 'é'                       | 16
          find_in_set STRING -> int   | 'b'; 'a,b,c'              | 2
          find_in_set STRING -> int   | 'a,b'; 'a,b'              | 0
          find_in_set STRING -> int   | 'a'; NULL                 | NULL
          make_set INT -> text        | 5; 'a'; 'b'; 'c'          | 'a,c'
          export_set INT -> text      | 5; 'Y'; 'N'; ','; 4       | 'Y,N,Y,N'
          elt STRING -> text          | 2; 'a'; 'b'               | 'b'
          elt STRING -> text          | 3; 'a'; 'b'               | NULL
          hex INT -> text             | -1                        | 'FFFFFFFFFFFFFFFF'
          hex STRING -> text          | 'aé'                      | '61C3A9'
          unhex STRING -> text        | 'zz'                      | NULL
          conv STRING -> text         | '-17'; 10; -18            | '-H'
          conv STRING -> text         | '-1'; 10; 16              | 'FFFFFFFFFFFFFFFF'
          conv STRING -> text         | '99999999999999999999'; 10; 10 | '18446744073709551615'
          conv STRING -> text         | '12x'; 10; 10             | '12'
          conv STRING -> text         | 'x'; 10; 10               | '0'
          conv STRING -> text         | '1'; 1; 10                | NULL
          char INT -> text            | 77; 121; 83; 81; 76       | 'MySQL'
          format DECIMAL -> text      | 12332.123456; 4           | '12,332.1235'
          format DECIMAL -> text      | -0.4; 0                   | '0'
          format REAL -> text         | 1e6; -1                   | '1,000,000'
          format_bytes REAL -> text   | 18446644073709551615e0    | '16.00 EiB'
          format_nano_time REAL -> text | 90000000000e0           | '1.50 min'
          from_base64 STRING -> text  | 'YW Jj'                   | 'abc'
          from_base64 STRING -> text  | '*'                       | NULL
          sha2 STRING -> text         | 'abc'; 1                  | NULL
          crc32 STRING -> int         | 'MySQL'                   | 3259397556
          is_uuid STRING -> int       | '{6ccd780c-baba-1026-9564-5b8c656024db' | 0
          bin_to_uuid STRING -> text  | 'x'                       | error 1411
          inet_aton STRING -> int     | '1.2.3'                   | 16908291
          inet_aton STRING -> int     | '1.2.3.4.5'               | NULL
          inet_ntoa INT -> text       | 4294967296                | NULL
          is_ipv4 STRING -> int       | '1.2.3'                   | 0
          is_ipv6 STRING -> int       | 'localhost'               | 0
          is_ipv6 STRING -> int       | '::ffff:1.2.3.4'          | 1
          regexp_instr STRING -> int  | 'dog cat dog'; 'dog'; 2   | 9
          regexp_instr STRING -> int  | 'dog cat'; 'cat'; 1; 1; 1 | 8
          regexp_instr STRING -> int  | 'dog'; 'dog'; 5           | error 3686
          regexp_substr STRING -> text | 'abc'; '[0-9]'           | NULL
          regexp_replace STRING -> text | 'a1b2'; '([a-z])(\\d)'; '$2$1' | '1a2b'
          regexp_replace STRING -> text | 'aaa'; 'a'; 'b'; 2; 1   | 'aba'
          regexp STRING -> int        | 'A'; 'a'; 'i'             | 1
          regexp STRING -> int        | 'A'; 'a'; 'x'             | error 1210
          regexp STRING -> int        | 'a'; ''                   | error 3685
          """)
  void makesText(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }
}
