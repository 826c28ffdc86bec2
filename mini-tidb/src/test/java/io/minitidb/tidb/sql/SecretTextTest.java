package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.digest.SqlMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          create user ann@'h' identified by 'pw'                  | create user ann@'h' identified by '***'
          CREATE USER 'ann' IDENTIFIED BY "p""w", b IDENTIFIED BY 'x' account lock | CREATE USER 'ann' IDENTIFIED BY '***', b IDENTIFIED BY '***' account lock
          create user a identified with 'mysql_native_password' as '*AB' | create user a identified with 'mysql_native_password' as '***'
          alter user user() identified by 'a' 'b' replace 'old'   | alter user user() identified by '***' replace '***'
          create user a identified by password '*AB'              | create user a identified by password '***'
          grant select on *.* to a identified by 'pw'             | grant select on *.* to a identified by '***'
          set password = 'pw'                                     | set password = '***'
          set password for 'ann'@'h' = password('pw')             | set password for 'ann'@'h' = password('***')
          create user a identified by 0x6162                      | create user a identified by '***'
          prepare s from 'alter user a identified by ''pw'''      | prepare s from '***'
          set @s = "create user a identified by 'pw'"             | set @s = '***'
          create user a identified by 'pw                         | create user a identified by ***
          set config tidb security.auth-token = 'x'               | set config tidb security.auth-token = '***'
          set config tidb `a.password` = concat('x', 'y'), b = 1  | set config tidb `a.password` = '***', b = 1
          set config tikv 'a.secret' = 5                          | set config tikv 'a.secret' = '***'
          update cluster_config set value = 'x' where `key` = 'a.token' | update cluster_config set value = '***' where `key` = 'a.token'
          /* hi */ create user a /* x */ identified by 'pw' # end | /* hi */ create user a /* x */ identified by '***' # end
          """)
  void hidesTheSecretAndNothingElse(String sql, String shown) {
    assertThat(SecretText.hide(sql, SqlMode.OURS)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select 'token', password from t where a = 'x'",
        "select * from cluster_config where `key` like '%token%' and value = 'x'",
        "show create user ann",
        "create user ann",
        "set validate_password_policy = 'x'",
        "set config tidb log.level = 'warn'",
        "update cluster_config set value = 'warn' where `key` = 'log.level'"
      })
  void whatHasNoSecretStays(String sql) {
    assertThat(SecretText.hide(sql, SqlMode.OURS)).isSameAs(sql);
  }

  @Test
  void hidingTwiceIsHidingOnce() {
    String once = SecretText.hide("create user a identified by 'pw'", SqlMode.OURS);
    assertThat(SecretText.hide(once, SqlMode.OURS)).isEqualTo(once);
  }

  /// Where a string ends depends on the session.
  @Test
  void readsByTheModeOfTheSession() {
    SqlMode plainBackslash = new SqlMode(false, true);
    assertThat(SecretText.hide("set password = 'pw\\', @x = 1", plainBackslash))
        .isEqualTo("set password = '***', @x = 1");
    SqlMode ansiQuotes = new SqlMode(true, false);
    assertThat(SecretText.hide("create user a identified by \"pw\"", ansiQuotes))
        .isEqualTo("create user a identified by '***'");
  }
}
