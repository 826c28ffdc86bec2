package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DateFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          date_add TIME -> datetime(6)    | t'2024-02-28 23:59:59.999999'; 1; 'microsecond' | 2024-02-29 00:00:00.000000
          date_add TIME -> date           | d'2024-01-31'; 1; 'MONTH'              | 2024-02-29
          date_add TIME -> date           | d'2024-02-29'; 1; 'YEAR'               | 2025-02-28
          date_sub TIME -> date           | d'2024-03-31'; 1; 'MONTH'              | 2024-02-29
          date_add TIME -> date           | d'2024-03-31'; 1; 'QUARTER'            | 2024-06-30
          date_add TIME -> date           | d'2024-01-01'; 1; 'WEEK'               | 2024-01-08
          date_add TIME -> datetime(0)    | d'2100-12-31'; '1 1:1:1'; 'DAY_SECOND' | 2101-01-01 01:01:01
          date_add TIME -> datetime(0)    | d'2024-01-01'; '-1 10'; 'DAY_HOUR'     | 2023-12-30 14:00:00
          date_add TIME -> datetime(0)    | d'2024-01-01'; '1:10'; 'DAY_SECOND'    | 2024-01-01 00:01:10
          date_add TIME -> datetime(0)    | d'2024-01-01'; '1:2:3'; 'HOUR_MINUTE'  | NULL
          date_add TIME -> date           | d'2024-01-01'; '1-2'; 'YEAR_MONTH'     | 2025-03-01
          date_add TIME -> datetime(6)    | d'2024-01-01'; '1.5'; 'SECOND_MICROSECOND' | 2024-01-01 00:00:01.500000
          date_add TIME -> datetime(6)    | d'2024-01-01'; 1.5; 'SECOND'           | 2024-01-01 00:00:01.500000
          date_add TIME -> datetime(0)    | t'9999-12-31 23:59:59'; 1; 'SECOND'    | NULL 1441
          date_add TIME -> datetime(0)    | t'2024-01-01'; 9223372036854775807; 'DAY' | NULL 1441
          date_sub TIME -> datetime(0)    | t'2024-01-01'; -9223372036854775808; 'MICROSECOND' | NULL 1441
          date_add TIME -> datetime(0)    | NULL; 1; 'DAY'                         | NULL
          date_add STRING -> text         | '2024-01-01'; 1; 'DAY'                 | '2024-01-02'
          date_add STRING -> text         | '2024-01-01'; 1; 'HOUR'                | '2024-01-01 01:00:00'
          date_add STRING -> text         | '2024-01-01 10:00'; 1; 'DAY'           | '2024-01-02 10:00:00'
          date_add STRING -> text         | '2024-01-01 x'; 1; 'DAY'               | '2024-01-02' 1292
          date_add STRING -> text         | 'x'; 1; 'DAY'                          | NULL 1292
          date_add DURATION -> time(0)    | h'10:00:00'; 90; 'MINUTE'              | 11:30:00
          date_add DURATION -> time(0)    | h'838:00:00'; 1; 'HOUR'                | NULL 1441
          timestampdiff STRING -> int     | 'MONTH'; d'2003-02-01'; d'2003-05-01'  | 3
          timestampdiff STRING -> int     | 'YEAR'; d'2002-05-01'; d'2001-01-01'   | -1
          timestampdiff STRING -> int     | 'MINUTE'; d'2003-02-01'; t'2003-05-01 12:05:55' | 128885
          timestampdiff STRING -> int     | 'MONTH'; d'2024-01-31'; d'2024-02-29'  | 0
          timestampdiff STRING -> int     | 'MICROSECOND'; d'0001-01-01'; d'9999-12-31' | 315537811200000000
          datediff TIME -> int            | t'2007-12-31 23:59:59'; d'2007-12-30'  | 1
          datediff TIME -> int            | t'2010-11-30 23:59:59'; d'2010-12-31'  | -31
          datediff TIME -> int            | d'2010-11-30'; NULL                    | NULL
          extract TIME -> int             | t'2019-07-02 01:02:03'; 'YEAR_MONTH'   | 201907
          extract TIME -> int             | t'2019-07-02 01:02:03'; 'DAY_MINUTE'   | 20102
          extract TIME -> int             | t'2003-01-02 10:30:00.000123'; 'SECOND_MICROSECOND' | 123
          extract DURATION -> int         | h'-10:30:05'; 'HOUR_SECOND'            | -103005
          week TIME -> int                | d'2008-02-20'                          | 7
          week TIME -> int                | d'2008-02-20'; 0                       | 7
          week TIME -> int                | d'2008-02-20'; 1                       | 8
          week TIME -> int                | d'2008-12-31'; 1                       | 53
          week TIME -> int                | d'2000-01-01'; 0                       | 0
          week TIME -> int                | d'2000-01-01'; 2                       | 52
          week TIME -> int                | d'2000-01-01'; 3                       | 52
          week TIME -> int                | d'2000-01-01'; 4                       | 0
          week TIME -> int                | d'2000-01-01'; 5                       | 0
          week TIME -> int                | d'2000-01-01'; 7                       | 52
          yearweek TIME -> int            | d'1987-01-01'                          | 198652
          yearweek TIME -> int            | d'2024-12-31'; 3                       | 202501
          weekofyear TIME -> int          | d'2008-02-20'                          | 8
          dayofweek TIME -> int           | d'2007-02-03'                          | 7
          weekday TIME -> int             | t'2008-02-03 22:23:00'                 | 6
          dayofyear TIME -> int           | d'2007-02-03'                          | 34
          to_days TIME -> int             | d'1995-05-01'                          | 728779
          to_seconds TIME -> int          | t'2009-11-29 13:43:32'                 | 63426721412
          from_days INT -> date           | 730669                                 | 2000-07-03
          from_days INT -> date           | 365                                    | 0000-00-00
          makedate INT -> date            | 2011; 32                               | 2011-02-01
          makedate INT -> date            | 2011; 0                                | NULL
          makedate INT -> date            | 9999; 366                              | NULL
          period_add INT -> int           | 200801; 2                              | 200803
          period_diff INT -> int          | 200802; 200703                         | 11
          period_diff INT -> int          | 200813; 200703                         | error 1210
          last_day TIME -> date           | d'2004-02-05'                          | 2004-02-29
          sec_to_time DECIMAL -> time(0)  | 2378.0                                 | 00:39:38
          sec_to_time DECIMAL -> time(0)  | -99999999.0                            | -838:59:59 1292
          time_to_sec DURATION -> int     | h'-00:39:38'                           | -2378
          maketime INT -> time(0)         | 12; 15; 30.0                           | 12:15:30
          maketime INT -> time(0)         | -900; 0; 0.0                           | -838:59:59 1292
          maketime INT -> time(0)         | 12; 60; 0.0                            | NULL
          addtime STRING -> text          | '2007-12-31 23:59:59.999999'; '1 1:1:1.000002' | '2008-01-02 01:01:01.000001'
          addtime STRING -> text          | '01:59:59.999999'; '02:00:00.999998'   | '04:00:00.999997'
          addtime STRING -> text          | '01:00:00'; '2024-01-01 00:00:00'      | NULL
          subtime STRING -> text          | '01:00:00'; '02:00:00'                 | '-01:00:00'
          timediff STRING -> time(6)      | '2000-01-01 00:00:00'; '2000-01-01 00:00:00.000001' | -00:00:00.000001
          timediff STRING -> time(0)      | '2000-01-01 00:00:00'; '10:00:00'      | NULL
          timediff TIME -> time(0)        | d'9999-12-31'; d'0001-01-01'           | 838:59:59 1292
          """)
  void calculatesWithDates(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          date_format TIME -> text        | t'2009-10-04 22:23:00'; '%W %M %Y'     | 'Sunday October 2009'
          date_format TIME -> text        | d'1900-10-04'; '%D %y %a %d %m %b %j'  | '4th 00 Thu 04 10 Oct 277'
          date_format TIME -> text        | d'1999-01-01'; '%X %V %x %v %U %u'     | '1998 52 1998 53 00 00'
          date_format TIME -> text        | d'2024-02-11'; '%D %e %c %% %q %'      | '11th 11 2 % q %'
          date_format TIME -> text        | t'2024-02-11 00:05:06.5'; '%h %l %p %f' | '12 12 AM 500000'
          date_format TIME -> text        | NULL; '%Y'                             | NULL
          time_format DURATION -> text    | h'100:00:00'; '%H %k %h %I %l'         | '100 100 04 04 4'
          str_to_date STRING -> date      | '01,5,2013'; '%d,%m,%Y'                | 2013-05-01
          str_to_date STRING -> date      | 'May 1, 2013'; '%M %d,%Y'              | 2013-05-01
          str_to_date STRING -> date      | '2013-05-01 x'; '%Y-%m-%d'             | 2013-05-01 1292
          str_to_date STRING -> date      | '31/02/2013'; '%d/%m/%Y'               | NULL 1411
          str_to_date STRING -> date      | ''; '%Y'                               | NULL 1411
          str_to_date STRING -> time(0)   | 'a09:30:17 PM'; 'a%r'                  | 21:30:17
          str_to_date STRING -> datetime(6) | '240102 03.5'; '%y%m%d %s.%f'        | 2024-01-02 00:00:03.500000
          get_format STRING -> text       | 'datetime'; 'usa'                      | '%Y-%m-%d %H.%i.%s'
          get_format STRING -> text       | 'date'; 'x'                            | NULL
          from_unixtime DECIMAL -> datetime(3) | 1447430881.1235                   | 2015-11-13 16:08:01.123
          from_unixtime DECIMAL -> datetime(0) | -1.0                              | NULL
          from_unixtime DECIMAL -> datetime(0) | 32536771200.0                     | NULL
          unix_timestamp TIME -> dec(20,3) | t'2015-11-13 10:20:19.012'            | 1447410019.012
          convert_tz TIME -> datetime(0)  | t'2004-01-01 12:00:00'; 'GMT'; 'MET'   | 2004-01-01 13:00:00
          convert_tz TIME -> datetime(0)  | t'2004-01-01 12:00:00'; '+00:00'; '-10:00' | 2004-01-01 02:00:00
          convert_tz TIME -> datetime(0)  | t'2004-01-01 12:00:00'; 'GMT'; 'x'     | NULL
          tidb_parse_tso INT -> datetime(3) | 262144000                            | 1970-01-01 00:00:01.000
          tidb_parse_tso INT -> datetime(0) | 0                                    | NULL
          """)
  void writesAndReadsDates(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          '2024-02-03'                | 2024-02-03 00:00:00
          ' 2024-2-3 4:5:6 '          | 2024-02-03 04:05:06
          '24-02-03'                  | 2024-02-03 00:00:00
          '70-02-03'                  | 1970-02-03 00:00:00
          '2024/02/03T10:20'          | 2024-02-03 10:20:00
          '2024.02.03 10.20.30'       | 2024-02-03 10:20:30
          '2024^02^03 10+20+30.5'     | 2024-02-03 10:20:31
          '240203'                    | 2024-02-03 00:00:00
          '20240203'                  | 2024-02-03 00:00:00
          '240203040506'              | 2024-02-03 04:05:06
          '20240203040506.4'          | 2024-02-03 04:05:06
          '2024-02-03 x'              | 2024-02-03 00:00:00 1292
          '2024-02-03 10:20:30 UTC'   | 2024-02-03 10:20:30 1292
          '2024-02-30'                | NULL 1292
          '2024-02-03 25:00:00'       | NULL 1292
          ''                          | NULL 1292
          'today'                     | NULL 1292
          """)
  void readsTextAsMoments(String text, String expected) {
    assertThat(Evaluation.of("cast_time STRING -> datetime(0)", text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          '10:11:12'             | 10:11:12
          '10:11'                | 10:11:00
          '1 10:11'              | 34:11:00
          '2 10'                 | 58:00:00
          '101112'               | 10:11:12
          '1112'                 | 00:11:12
          '12'                   | 00:00:12
          '-1:02:03'             | -01:02:03
          '2024-02-03 10:11:12'  | 10:11:12
          '900:00:00'            | 838:59:59 1292
          '10:11:12 x'           | 10:11:12 1292
          '10:60:00'             | NULL 1292
          'x'                    | NULL 1292
          """)
  void readsTextAsTimes(String text, String expected) {
    assertThat(Evaluation.of("cast_duration STRING -> time(0)", text)).isEqualTo(expected);
  }
}
