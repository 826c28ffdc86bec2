package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.NamedLocks;
import io.minitidb.memtable.User;
import io.minitidb.tidb.plan.Pushdown;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plans typical statements in the background after the start, so that the parser's and Calcite's
/// classes are loaded and compiled when the first client comes, and then asks all nodes a few
/// times, so that connections are open and the way to the nodes and back has been gone.
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int ROUNDS = 15;
  private static final int QUESTIONS = 20;
  private static final String QUESTION =
      "select * from information_schema.cluster_node_infos where cpu >= 0";

  /// One of each kind of work that planning has.
  static final List<String> STATEMENTS =
      List.of(
          "select 1 + 1, 'x', now(), @@version_comment limit 1",
          "select * from information_schema.cluster_node_infos",
          "select node_type, count(*), avg(cpu) c, max(memory) from information_schema.cluster_node_infos"
              + " where node_type in ('tidb', 'tikv') and cpu between 0 and 1 or id like 't%' group by node_type"
              + " having count(*) > 0 order by c desc limit 10",
          "select a.instance, concat(upper(a.user), '@', substring_index(a.host, ':', 1)) from"
              + " information_schema.cluster_processlist a left join information_schema.processlist b on a.id = b.id"
              + " where a.time >= 0 and a.info is not null and a.db = 'x' order by 1",
          "select case when cpu > 0.5 then 'hot' else 'cold' end h, sum(if(disk > 0, 1, 0)) from"
              + " (select cpu, disk from information_schema.cluster_node_infos union all select 1, 2) t"
              + " where date_sub(now(), interval 1 hour) < now() group by h",
          "select id, row_number() over (partition by node_type order by cpu) from"
              + " information_schema.cluster_node_infos where id in (select id from information_schema.node_info)",
          "select table_name, column_name from information_schema.columns where table_schema ="
              + " 'information_schema' order by ordinal_position");

  private WarmUp() {}

  /// Starts it and returns at once.
  static void start(QueryPlanner planner, Queries queries) {
    Thread thread =
        new Thread(
            () -> {
              long begin = System.nanoTime();
              plan(planner, begin);
              ask(queries, begin);
            },
            "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void plan(QueryPlanner planner, long begin) {
    StatementFacts facts =
        new StatementFacts(Optional.of("information_schema"), variable -> "1024");
    for (int round = 0; round < ROUNDS; round++) {
      for (String sql : STATEMENTS) {
        if (isOver(begin)) {
          return;
        }
        try {
          planner.plan(sql, Lexer.tokens(sql), Map.of(), facts, new Pushdown(true));
        } catch (RuntimeException e) {
          log.debug("warm-up could not plan {}", sql, e);
        }
      }
    }
    log.debug("planner warm after {} ms", Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  /// Nobody sees the session, and its warnings go with it.
  private static void ask(Queries queries, long begin) {
    Session session =
        new Session(
            0,
            Login.of(User.INTERNAL),
            GlobalVariables.defaults(),
            new Counters(),
            NamedLocks.NONE);
    for (int i = 0; i < QUESTIONS && !isOver(begin); i++) {
      try {
        queries.analyze(session, QUESTION, queries.planAnew(session, QUESTION));
      } catch (RuntimeException e) {
        log.debug("warm-up could not ask the nodes", e);
        return;
      }
    }
    log.debug("nodes asked after {} ms", Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  private static boolean isOver(long begin) {
    return System.nanoTime() - begin > LONGEST.toNanos();
  }
}
