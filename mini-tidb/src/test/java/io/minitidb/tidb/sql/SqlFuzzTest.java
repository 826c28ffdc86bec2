package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Statements that somebody mistyped: those of the scripts with pieces changed, cut, doubled or
/// taken from another one. Each is answered or refused with an error of MySQL's, never in another
/// way. `-Dfuzz.sql=100000` sets how many, `-Dfuzz.seed=7` where they begin,
/// `-Dfuzz.keepGoing=true` lists all that fail, `-Dfuzz.unknown=true` every message of error 1105,
/// which says nothing to a client, with the shortest statement that it was the answer to.
class SqlFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int INPUTS = Integer.getInteger("fuzz.sql", 1_500);
  private static final boolean KEEP_GOING = Boolean.getBoolean("fuzz.keepGoing");
  private static final boolean UNKNOWN = Boolean.getBoolean("fuzz.unknown");
  private static final String ODD = "'\"`;@(),.*?%_\\/!-+#\0é\uD83D\uFFFD";

  /// These wait, or change the server for those that come later.
  private static final List<String> LEFT_OUT =
      List.of(
          "sleep", "kill", "benchmark", "profile", "create user", "global", "repeat", "recursive");

  private static List<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/sql"))) {
      for (Path file : files.sorted().toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("> "))
            .map(line -> line.substring(2))
            .filter(SqlFuzzTest::isHarmless)
            .forEach(statements::add);
      }
    }
    return statements;
  }

  private static boolean isHarmless(String sql) {
    return LEFT_OUT.stream().noneMatch(sql.toLowerCase(Locale.ROOT)::contains);
  }

  private static String damaged(List<String> statements, Random random) {
    StringBuilder sql = new StringBuilder(pick(statements, random));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int from = random.nextInt(sql.length() + 1);
      int to = Math.min(sql.length(), from + random.nextInt(12));
      String other = pick(statements, random);
      int start = random.nextInt(other.length());
      switch (random.nextInt(6)) {
        case 0 -> sql.delete(from, to);
        case 1 -> sql.insert(from, sql.substring(from, to));
        case 2 -> sql.insert(from, ODD.charAt(random.nextInt(ODD.length())));
        case 3 ->
            sql.replace(from, to, other.substring(start, Math.min(other.length(), start + 15)));
        case 4 -> sql.setLength(from);
        default -> sql.insert(from, " " + word(other, random) + " ");
      }
    }
    return sql.toString();
  }

  private static String word(String sql, Random random) {
    String[] words = sql.split(" ");
    return words.length == 0 ? "" : words[random.nextInt(words.length)];
  }

  /// Returns a message without what it quotes and counts.
  private static String kind(String message) {
    return message.replaceAll("'[^']*'|<[^>]*>|[0-9]+", "");
  }

  private static String shorter(String a, String b) {
    return a.length() <= b.length() ? a : b;
  }

  private static String pick(List<String> statements, Random random) {
    return statements.get(random.nextInt(statements.size()));
  }

  @Test
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  void everyStatementIsAnsweredOrRefused() throws IOException {
    List<String> statements = statements();
    assertThat(statements).hasSizeGreaterThan(500);
    Map<Integer, Integer> codes = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    Map<String, String> unknown = new TreeMap<>();
    User root = new User("root", "127.0.0.1", EnumSet.allOf(Privilege.class));
    try (TestCluster cluster = new TestCluster()) {
      for (int i = 0; i < INPUTS; i++) {
        String sql = damaged(statements, new Random(SEED * 1_000_003 + i));
        if (!isHarmless(sql)) {
          continue;
        }
        try {
          cluster.readAs(root, sql);
          codes.merge(0, 1, Integer::sum);
        } catch (SqlException e) {
          codes.merge(e.code(), 1, Integer::sum);
          if (e.code() == SqlError.UNKNOWN.code()) {
            unknown.merge(kind(e.text()), e.text() + "\n    " + sql, SqlFuzzTest::shorter);
          }
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
          String failure = "seed " + SEED + ", input " + i + ": " + sql + "\n  " + e;
          if (!KEEP_GOING) {
            throw new AssertionError(failure, e);
          }
          failures.add(
              failure
                  + "\n    "
                  + String.join(
                      "\n    ",
                      Stream.of(e.getStackTrace()).limit(6).map(Object::toString).toList()));
        }
      }
    }
    System.out.println("answered (0) or refused with: " + codes);
    if (UNKNOWN) {
      unknown.values().forEach(System.out::println);
    }
    assertThat(failures).isEmpty();
    assertThat(codes.get(0)).isGreaterThan(INPUTS / 50);
  }
}
