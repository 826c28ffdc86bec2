package io.minitidb.tidb.sql;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Productions of scalar expressions. A kind is a letter: integer, decimal, real, text, moment (a
/// date and time), a date, clock (a time of day) and boolean; `n` is any number, `x` anything. In a
/// production `{i}` is an expression of that kind, `{*}` one of the kind being made, `{o}` a
/// comparison, and `{I}` or `{?I}` a literal, see [RandomLiterals].
final class RandomGrammar {
  private static final String ANY =
      """
      if({b}, {*}, {*})
      ifnull({*}, {*})
      coalesce({*}, {*}, {*})
      nullif({*}, {*})
      case when {b} then {*} when {b} then {*} else {*} end
      case when {b} then {*} end
      case {t} when {T} then {*} else {*} end
      greatest({*}, {*})
      least({*}, {*})
      """;

  private static final Map<Character, String> GRAMMAR =
      Map.of(
          'i',
          """
          ({i} + {i})
          ({i} + {S})
          ({i} * {S})
          ({i} - {S})
          (cast({i} as signed) - {S})
          ({n} div {S})
          ({i} % {i})
          mod({i}, {S})
          (- {S})
          ({i} & {i})
          ({i} | {S})
          ({i} ^ {S})
          ({i} >> {S})
          length({t})
          char_length({t})
          ascii({t})
          instr({t}, {T})
          locate({T}, {t})
          field({t}, {T}, {T})
          find_in_set({t}, 'a,b,tikv,root')
          crc32({t})
          strcmp({t}, {t})
          sign({n})
          (~ {i})
          ({i} << {S})
          abs({S})
          floor({d})
          ceil({d})
          round({d})
          interval({i}, 1, 5, 10)
          cast({d} as signed)
          cast({t} as signed)
          cast({i} as unsigned)
          year({m})
          quarter({a})
          month({a})
          week({a})
          dayofweek({m})
          dayofyear({m})
          datediff({m}, {m})
          to_days({a})
          timestampdiff(hour, {m}, {m})
          extract(year_month from {m})
          hour({c})
          minute({m})
          time_to_sec({c})
          unix_timestamp({m})
          bit_count({i})
          json_length(json_array({x}, {x}))
          {b}
          """,
          'd',
          """
          ({d} + {d})
          ({d} - {i})
          ({d} * {D})
          ({i} / {S})
          ({d} / {d})
          ({d} % {D})
          abs({d})
          round({d}, {S})
          truncate({d}, 2)
          cast({n} as decimal(20, 4))
          cast({t} as decimal(10, 2))
          cast({i} as decimal(24, 3))
          """,
          'r',
          """
          ({r} + {n})
          ({r} - {r})
          ({r} * {n})
          ({r} / {n})
          sqrt({n})
          pow({r}, 2)
          exp({r})
          ln({n})
          log10({n})
          sin({r})
          atan({n}, {n})
          round({r}, {S})
          floor({r})
          abs({r})
          cast({t} as double)
          """,
          't',
          """
          concat({x}, {x})
          concat({t}, '-', {i})
          concat_ws(',', {t}, {x}, {t})
          upper({t})
          lower({t})
          left({t}, {S})
          right({t}, {S})
          substring({t}, {S})
          substring({t}, {S}, {S})
          substring_index({t}, '.', {S})
          reverse({t})
          replace({t}, {T}, {T})
          lpad({t}, {S}, 'xy')
          rpad({t}, {S}, '.')
          trim(leading 't' from {t})
          repeat({t}, 2)
          insert({t}, {S}, {S}, {t})
          hex({i})
          hex({t})
          bin({i})
          conv({i}, 10, 36)
          format({d}, 2)
          md5({x})
          quote({t})
          elt({S}, {t}, {t}, {t})
          soundex({t})
          to_base64({t})
          date_format({m}, '%Y-%m %W %H:%i')
          dayname({a})
          monthname({m})
          time_format({c}, '%H %i')
          cast({x} as char)
          cast({t} as char(3))
          regexp_replace({t}, '[0-9]+', '#')
          regexp_substr({t}, '[a-z]+')
          inet_ntoa({i})
          json_unquote(json_extract(json_object('k', {t}), '$.k'))
          """,
          'm',
          """
          ({m} + interval {S} day)
          ({m} - interval {i} minute)
          ({a} + interval {S} hour)
          date_add({m}, interval {S} month)
          date_sub({m}, interval {S} second)
          timestampadd(hour, {S}, {m})
          cast({a} as datetime)
          cast({m} as datetime(3))
          cast(concat({a}, ' 01:02:03') as datetime)
          from_unixtime({S} * 86400)
          str_to_date(concat({a}, ' 11:12'), '%Y-%m-%d %H:%i')
          """,
          'a',
          """
          cast({m} as date)
          date({m})
          last_day({m})
          ({a} + interval {S} day)
          ({a} - interval {S} week)
          date_sub({a}, interval {S} year)
          makedate(2024, {S})
          from_days(to_days({a}) + {S})
          str_to_date({t}, '%Y-%m-%d')
          cast({t} as date)
          """,
          'c',
          """
          cast({m} as time)
          time({m})
          sec_to_time({i})
          maketime({S}, {S}, {S})
          timediff({m}, {m})
          addtime({c}, {c})
          subtime({c}, '00:10')
          cast({t} as time)
          """,
          'b',
          """
          ({i} {o} {?I})
          ({d} {o} {?D})
          ({r} {o} {?R})
          ({t} {o} {?T})
          ({m} {o} {?M})
          ({a} {o} {?A})
          ({i} {o} {i})
          ({n} {o} {n})
          ({t} {o} {t})
          ({m} {o} {m})
          ({a} {o} {m})
          ({c} {o} {c})
          ({i} {o} {?T})
          ({t} {o} {?I})
          ({x} {o} {x})
          ({b} and {b})
          ({b} or {b})
          ({b} xor {b})
          (not {b})
          ({i} in ({?I}, {?I}, {?I}))
          ({t} in ({?T}, {?T}))
          ({t} not in ({?T}, {?T}, null))
          ({i} not in ({?I}, {i}))
          ({x} in ({x}, {x}))
          ({i} between {?I} and {?I})
          ({d} not between {?D} and {n})
          ({t} between {?T} and {?T})
          ({m} between {?M} and {?M})
          ({t} like {?L})
          ({t} not like {?L})
          ({t} like concat('%', {T}, '%'))
          ({t} regexp {?P})
          ({t} not rlike '^[a-m]')
          ({x} is null)
          ({x} is not null)
          ({b} is true)
          ({b} is not false)
          ({b} is unknown)
          ({b} is not unknown)
          isnull({x})
          (({i}, {t}) = ({?I}, {?T}))
          (now() > {M})
          """);

  /// For kinds of which a table has no column.
  private static final Map<Character, String> MADE_OF_COLUMNS =
      Map.of(
          'i', "length({t})",
          'd', "cast({i} as decimal(12, 2))",
          'r', "({i} * 0.125e0)",
          't', "concat({i}, '')",
          'm', "(timestamp '2024-01-31 10:20:30' + interval {i} hour)",
          'a', "(date '2024-02-25' + interval {i} day)",
          'c', "sec_to_time({i} * 100)");

  private static final Map<Character, List<String>> PRODUCTIONS =
      GRAMMAR.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  kind -> Stream.concat(kind.getValue().lines(), ANY.lines()).toList()));

  private RandomGrammar() {}

  /// Returns the productions that make `kind`.
  static List<String> of(char kind) {
    return PRODUCTIONS.getOrDefault(kind, List.of());
  }

  /// Returns how to make `kind` of a column of another one; empty where there is no need.
  static String ofColumns(char kind) {
    return MADE_OF_COLUMNS.getOrDefault(kind, "");
  }
}
