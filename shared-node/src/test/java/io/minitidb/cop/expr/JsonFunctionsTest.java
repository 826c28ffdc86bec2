package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          json_extract STRING -> json  | '[10, 20, [30, 40]]'; '$[1]'; '$[0]' | [20, 10]
          json_extract STRING -> json  | '[10, 20, [30, 40]]'; '$[2][*]'  | [30, 40]
          json_extract STRING -> json  | '[1, 2, 3]'; '$[last-1]'         | 2
          json_extract JSON -> json    | j'{"a": {"b": [1, {"b": 2}]}}'; '$**.b' | [[1, {"b": 2}], 2]
          json_extract STRING -> json  | '{"a": 1}'; '$.*'                | [1]
          json_extract STRING -> json  | '5'; '$[0]'                      | 5
          json_extract STRING -> json  | '{"a": 1}'; '$.b'                | NULL
          json_extract STRING -> json  | '{"a" 1}'; '$.b'                 | error 3141
          json_extract STRING -> json  | '{}'; '$.'                       | error 3143
          json_extract STRING -> json  | NULL; '$'                        | NULL
          json_unquote STRING -> text  | '"a\\u00e9\\t"'                  | 'aé\t'
          json_unquote STRING -> text  | '"'                              | '"'
          json_quote STRING -> text    | 'a"b\\'                          | '"a\\"b\\\\"'
          json_valid STRING -> int     | '{"a": 1}'                       | 1
          json_valid STRING -> int     | '1 2'                            | 0
          json_valid STRING -> int     | ''                               | 0
          json_valid INT -> int        | 1                                | 0
          json_length STRING -> int    | '[1, {"a": 2}]'                  | 2
          json_length STRING -> int    | '1'                              | 1
          json_length STRING -> int    | '{}'; '$.a'                      | NULL
          json_length STRING -> int    | '{}'; '$.*'                      | error 3149
          json_keys STRING -> json     | '{"bb": 1, "a": 2}'              | ["a", "bb"]
          json_keys STRING -> json     | '[1]'                            | NULL
          json_depth STRING -> int     | '[10, {"a": 20}]'                | 3
          json_contains STRING -> int  | '[1, [2, 3]]'; '[3]'             | 1
          json_contains STRING -> int  | '{"a": 1.0}'; '{"a": 1}'         | 1
          json_contains STRING -> int  | '{"a": 1}'; '1'; '$.b'           | NULL
          json_contains_path STRING -> int | '{"a": 1}'; 'some'; '$.a'    | error 3154
          json_set STRING -> json      | '{"a": 1}'; '$.b'; 2; '$.a'; 3   | {"a": 3, "b": 2}
          json_set STRING -> json      | '1'; '$[1]'; 'x'                 | [1, "x"]
          json_insert STRING -> json   | '[1]'; '$[5]'; 2                 | [1, 2]
          json_replace STRING -> json  | '[1]'; '$[5]'; 2                 | [1]
          json_set STRING -> json      | '{}'; '$.a.b'; 1                 | {}
          json_remove STRING -> json   | '{"a": [1, 2]}'; '$.a[0]'        | {"a": [2]}
          json_remove STRING -> json   | '{"a": 1}'; '$'                  | error 3153
          json_merge_patch STRING -> json | '{"a": 1}'; '[1]'             | [1]
          json_merge_patch STRING -> json | '{"a": {"x": 1}}'; '{"a": {"x": null, "y": 2}}' | {"a": {"y": 2}}
          json_array STRING -> json    | 1; 'a'; NULL; 1e0; j'{"k":[1]}'  | [1, "a", null, 1.0, {"k": [1]}]
          json_object STRING -> json   | 'a'; 1; 'a'; 2                   | {"a": 2}
          json_object STRING -> json   | NULL; 1                          | error 3158
          member_of INT -> int         | 17; '[1, 17]'                    | 1
          member_of STRING -> int      | '17'; '[1, 17]'                  | 0
          """)
  void readsAndChangesDocuments(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }
}
