package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.error.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs `src/test/resources/parser/*.txt`: a query behind `> `, then its tree as Calcite writes it,
/// or `ERROR` and the code.
class QueryRewriterTest {
  private static String variable(String name) {
    return name.equals("@@sql_mode") ? "''" : "'value of " + name + "'";
  }

  @TestFactory
  Stream<DynamicTest> theTreeHasMysqlsMeaning() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/parser"))) {
      return files.sorted().toList().stream().flatMap(QueryRewriterTest::cases);
    }
  }

  private static Stream<DynamicTest> cases(Path file) {
    try {
      return Stream.of(Files.readString(file).split("\n(?=> )"))
          .map(block -> block.lines().filter(line -> !line.startsWith("#")).toList())
          .filter(lines -> !lines.isEmpty())
          .map(lines ->
              DynamicTest.dynamicTest(
                  lines.getFirst(),
                  () ->
                      assertThat(tree(lines.getFirst().substring(2)))
                          .isEqualTo(String.join("\n", lines.subList(1, lines.size())))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String tree(String sql) {
    try {
      return written(parse(sql, QueryRewriterTest::variable));
    } catch (SqlException e) {
      return "ERROR " + e.code();
    }
  }

  private static String written(SqlNode node) {
    return node.toSqlString(c ->
            c.withDialect(CalciteSqlDialect.DEFAULT)
                .withQuoteAllIdentifiers(false)
                .withAlwaysUseParentheses(true)
                .withClauseStartsLine(false)
                .withSelectListItemsOnSeparateLines(false))
        .getSql()
        .replace("\n", " ")
        .replaceAll(" +", " ");
  }

  private static SqlNode parse(String sql, UnaryOperator<String> variables) {
    return QueryPlanner.parse(new QueryRewriter(sql, Lexer.tokens(sql), variables).rewrite(), sql);
  }

  @Test
  void twoBarsAreConcatenationUnderPipesAsConcat() {
    assertThat(written(parse("select a || b from t", name -> "'PIPES_AS_CONCAT'")))
        .isEqualTo(written(parse("select a || b from t", name -> "'ANSI,PIPES_AS_CONCAT'")))
        .isNotEqualTo(written(parse("select a || b from t", name -> "''")))
        .contains("||");
  }

  /// Words that Calcite's or Babel's grammar reserves or takes for functions, and MySQL does not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANY ARRAY AT AVG BEGIN BIT BOOLEAN CASCADED CLOSE COALESCE COMMIT CONTAINS CURRENT DATE DATETIME DAY"
            + " DEALLOCATE DYNAMIC END ESCAPE EVERY EXECUTE FILTER FULL GLOBAL HOUR IMPORT INITIAL JSON_VALUE"
            + " LANGUAGE LOCAL MEMBER MERGE MINUTE MONTH NATIONAL NCHAR NEW NEXT NO NONE OFFSET OLD ONE ONLY OPEN"
            + " PRECEDES PREPARE PREV RESET RETURNS ROLLBACK ROLLUP SAVEPOINT SECOND SKIP SOME START STREAM TIME"
            + " TIMESTAMP TRUNCATE VALUE WITHOUT YEAR",
        "ABS CARDINALITY CAST CEIL CHAR_LENGTH COLLECT CONNECT CORR COUNT CURRENT_ROLE CURRENT_SCHEMA CYCLE"
            + " DEFINE ELEMENT EQUALS EXEC EXP EXTEND FLOOR FREE FRIDAY HOLD IDENTITY INDICATOR LARGE LN LOWER"
            + " MATCHES MAX MEASURE METHOD MIN MINUS MODULE MONDAY NORMALIZE OVERLAPS OVERLAY PARAMETER PATTERN PER"
            + " PERCENT PERIOD PORTION POSITION POWER REF RESULT RUNNING SCOPE SCROLL SEARCH SEEK SQRT STATIC SUBSET"
            + " SUM TRANSLATE TREAT TRIM UPPER UUID VARIANT VERSIONING WITHIN",
        "SNAPSHOT ASOF DATEADD DATEDIFF DATEPART DATE_PART SUNDAY TUESDAY WEDNESDAY JSON_SCOPE MATCH_CONDITION"
            + " MATCH_RECOGNIZE ORDINAL SAFE_CAST SAFE_OFFSET SAFE_ORDINAL TRY_CAST UNNEST VOLATILE",
        "USER TYPE INSTANCE MESSAGE LEVEL HOST DB ID COMMAND STATE INFO SESSION_USER SYSTEM_USER PI"
      })
  void wordsOfNoMeaningInMysqlAreColumnsAliasesAndTables(String words) {
    for (String word : List.of(words.split(" "))) {
      String lower = word.toLowerCase(Locale.ROOT);
      assertThat(tree("select " + lower + " from t"))
          .as(word)
          .isEqualTo("SELECT " + quoted(word) + " FROM \"t\"");
      assertThat(tree("select a as " + lower + " from " + lower + " where " + lower + " = 1"))
          .as(word)
          .contains("AS " + quoted(word), "FROM " + quoted(word), "(" + quoted(word) + " = 1)");
      assertThat(tree("select x." + lower + " from db." + lower + " x order by " + lower))
          .as(word)
          .contains("\"x\"." + quoted(word), "\"db\"." + quoted(word));
    }
  }

  private static String quoted(String word) {
    return "\"" + word.toLowerCase(Locale.ROOT) + "\"";
  }

  @Test
  void anyWordIsANameBehindADot() {
    for (String word :
        "key from select rank order group user where table interval case end".split(" ")) {
      assertThat(tree("select t." + word + " from mysql." + word + " t"))
          .isEqualTo(
              "SELECT \"t\"." + quoted(word) + " FROM \"mysql\"." + quoted(word) + " AS \"t\"");
    }
  }

  @Test
  void errorsPointIntoTheOriginalText() {
    assertThatThrownBy(
            () -> parse("select /* c */ '\r\n', 1\n as b c from t", QueryRewriterTest::variable))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("near 'c from t' at line 3");
  }

  @Test
  void maxExecutionTimeIsFoundInHints() {
    assertThat(
            StatementHints.maxExecutionTime(
                "select /*+ HASH_JOIN(a), MAX_EXECUTION_TIME(1500) */ 1"))
        .hasValue(1500);
    assertThat(StatementHints.maxExecutionTime("select '/*+ MAX_EXECUTION_TIME(1500) */'"))
        .isEmpty();
    assertThat(StatementHints.maxExecutionTime("select 1 /* MAX_EXECUTION_TIME(1500) */"))
        .isEmpty();
  }

  /// Without it the rewriter would look for it until the memory is full.
  @Test
  void aQueryKeepsItsEnd() {
    for (String sql :
        List.of(
            "select 1 into @a,",
            "select 1 into @a, b",
            "select 1, 2 into @a, @b",
            "select @a := 1,",
            "select sql_calc_found_rows 1 limit 5,")) {
      assertThat(SelectForm.of(sql, Lexer.tokens(sql)).tokens().getLast().kind())
          .as(sql)
          .isEqualTo(Token.Kind.END);
    }
  }
}
