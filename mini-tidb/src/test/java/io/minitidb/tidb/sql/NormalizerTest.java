package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.digest.Digest;
import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.sql.Normalizer.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalizerTest {

  private static String normal(String sql) {
    return Normalizer.normalize(sql, SqlMode.OURS, Form.DIGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT  *  FROM b;                           | select * from `b`",
        "select * from `B` where `Id` = 5             | select * from `b` where `id` = ?",
        "select a.b, c . d from information_schema.tables | select `a` . `b` , `c` . `d` from `information_schema` . `tables`",
        "select user from user.user                   | select user from `user` . `user`",
        "select count(1), count (1), concat(a)        | select count ( ? ) , `count` ( ? ) , `concat` ( `a` )",
        "select count(*), sum( * )                    | select count ( ? ) , sum ( ? )",
        "select t.*, a * 2 from t                     | select `t` . * , `a` * ? from `t`",
        "select 1                                     | select ?",
        "select 1, 1.5, 1e3, 0x41, x'41', b'1', 'a'   | select ...",
        "select ?, null, \\N                          | select ...",
        "select a is null, a is not null              | select `a` is ? , `a` is not ?",
        "select true, false                           | select true , false",
        "insert into t values (1)                     | insert into `t` values ( ? )",
        "insert into t values (1, 'a')                | insert into `t` values ( ... )",
        "insert into t values (1), (2), (3)           | insert into `t` values ( ... )",
        "insert into t values (1, 2), (3, 4), (5, 6)  | insert into `t` values ( ... )",
        "select * from b where id in (1)              | select * from `b` where `id` in ( ? )",
        "select * from b where id in (1, 2, 3)        | select * from `b` where `id` in ( ... )",
        "select * from b where id in (1, a, 4)        | select * from `b` where `id` in ( ? , `a` , ? )",
        "select -1, +3                                | select ...",
        "select a from t where a = -1 and b > +3.0    | select `a` from `t` where `a` = ? and `b` > ?",
        "select a - 1, a -1, b, (-1), 2 - 1           | select `a` - ? , `a` - ? , `b` , ( ? ) , ? - ?",
        "select a from t group by 1, 2 order by 1 desc, 2 | select `a` from `t` group by 1 , 2 order by 1 desc , ?",
        "select a from t order by 1, 2                | select `a` from `t` order by 1 , 2",
        "select a from t group by (1, 2)              | select `a` from `t` group by ( 1 , 2 )",
        "select a from t limit 10                     | select `a` from `t` limit ?",
        "select a from t limit 10, 20                 | select `a` from `t` limit ...",
        "select /* c */ /*+ hint(a) */ 1 -- end       | select ?",
        "select /*!40001 SQL_NO_CACHE */ a from t     | select sql_no_cache `a` from `t`",
        "select * from t force index (a, b) where a=1 | select * from `t` where `a` = ?",
        "select * from t use index() ignore index (a) | select * from `t`",
        "select * from a straight_join b              | select * from `a` join `b`",
        "select _utf8mb4'x', _x                       | select (_charset) ? , `_x`",
        "select a in (_utf8mb4'x', _utf8mb4'y', _utf8mb4'z') | select `a` in ( ... )",
        "select @A, @@Session.SQL_MODE, @@x           | select @a , @@session.sql_mode , @@x",
        "set global tidb_slow_log_threshold = 0       | set global `tidb_slow_log_threshold` = ?",
        "select rank() over (order by a) from t       | select `rank` ( ) `over` ( order by `a` ) from `t`",
        "select a->'$.x', a<=>b, a&&b, a<>b           | select `a` -> ? , `a` <=> `b` , `a` && `b` , `a` <> `b`",
      })
  void valuesListsAndSpellingMakeNoDifference(String sql, String expected) {
    assertThat(normal(sql)).isEqualTo(expected);
  }

  @Test
  void aStatementThatDoesNotEndIsReadAsFarAsItGoes() {
    assertThat(normal("select a from t where b = 'never ends"))
        .isEqualTo("select `a` from `t` where `b` =");
    assertThat(normal("select `x")).isEqualTo("select");
    assertThat(normal("select 1 /* x")).isEqualTo("select ?");
    assertThat(normal("select * from t use index (a")).isEqualTo("select * from `t`");
    assertThat(normal("")).isEmpty();
    assertThat(normal(";")).isEmpty();
  }

  @Test
  void aBindingHasAListForOneValueToo() {
    assertThat(Normalizer.normalize("select * from b where id in (1)", SqlMode.OURS, Form.BINDING))
        .isEqualTo("select * from `b` where `id` in ( ... )");
    assertThat(Normalizer.normalize("select (1)", SqlMode.OURS, Form.BINDING))
        .isEqualTo("select ( ? )");
  }

  @Test
  void markedValuesStayBetweenTheirMarks() {
    assertThat(
            Normalizer.normalize("SELECT * FROM b WHERE id IN (1, 'x')", SqlMode.OURS, Form.MARKED))
        .isEqualTo("select * from `b` where `id` in ( ‹1› , ‹x› )");
  }

  @Test
  void textsAreReadByTheModeOfTheirSession() {
    assertThat(Normalizer.normalize("select \"a\"", new SqlMode(true, false), Form.DIGEST))
        .isEqualTo("select `a`");
    assertThat(
            Normalizer.normalize(
                "select 'a\\', b, 'it', 'c'", new SqlMode(false, true), Form.MARKED))
        .isEqualTo("select ‹a\\› , `b` , ‹it› , ‹c›");
  }

  @Test
  void digestsAreThoseOfTidb() {
    assertThat(Digest.of(normal("select 1")).hex())
        .isEqualTo("e1c71d1661ae46e09b7aaec1c390957f0d6260410df4e4bc71b9c8d681021471");
    assertThat(Digest.of(normal("SELECT * FROM b WHERE id IN (1, 2)")).text())
        .isEqualTo("select * from `b` where `id` in ( ... )");
    assertThat(Digest.of(normal("select 1 from b where id in (1, 3, '3', 1, 2, 3, 4)")).hex())
        .isEqualTo("e1c8cc2738f596dc24f15ef8eb55e0d902910d7298983496362a7b46dbc0b310");
  }
}
