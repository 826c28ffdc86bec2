package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatementShapeTest {
  private static String shape(String sql) {
    return StatementShape.of(Lexer.tokens(sql), variable -> "7").text().strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select a from t where b = 5 and c > 'x' | select a from t where b = ?i and c > ?s",
        "select a  from t /* why */ where b=1.50 | select a from t where b = ?d4.2",
        "select 1, 'x' from t where a like 'b%' limit 10 | select 1 , 'x' from t where a like ?s limit 10",
        "select a from t where b in (1, 'x', c) | select a from t where b in ( ?i , ?s , c )",
        "select a from t where b between 1 and 2 or (c <> -3) | select a from t where b between ?i and ?i or ( c <> - ?i )",
        "select a from t where left(b, 2) = 'x' | select a from t where left ( b , 2 ) = ?s",
        "select a from t where b > now() - interval 1 day | select a from t where b > now ( ) - interval 1 day",
        "select a from t where b > date '2024-01-01' | select a from t where b > date '2024-01-01'",
        "select a from t where b like 'x' escape '!' | select a from t where b like ?s escape '!'",
        "select a from t where b in (select c from u where d = 1 limit 3) | select a from t where b in ( select c from u where d = ?i limit 3 )",
        "select count(*) from t group by a, 2 having count(*) > 5 order by 1 | select count ( * ) from t group by a , 2 having count ( * ) > ?i order by 1",
        "select a from t join u on t.a = u.a and u.b = 3 where c = 1e3 | select a from t join u on t . a = u . a and u . b = ?i where c = 1e3",
        "select a from t where b = 'x' collate utf8mb4_bin | select a from t where b = 'x' collate utf8mb4_bin",
        "select a from t where b = @@x and c = 12345678901234567890 | select a from t where b = 7 and c = 12345678901234567890",
      })
  void literalsBesideAComparisonAreParameters(String sql, String shape) {
    assertThat(shape(sql)).isEqualTo(shape);
  }
}
