package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Drivers of other languages, each in a program of its own.
@ExtendWith(ClusterExtension.class)
class ScriptedClientsIT {
  private static final Path CLIENTS = Path.of("src/test/resources/clients").toAbsolutePath();

  private final Node tidb;

  ScriptedClientsIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  /// Runs a script of `clients/` with the server's port and returns what it printed.
  private String script(ClientProgram interpreter, String script, String... arguments) {
    return interpreter
        .run(
            CLIENTS,
            Map.of("PYTHONIOENCODING", "utf-8", "PYTHONDONTWRITEBYTECODE", "1"),
            "",
            Stream.concat(Stream.of(script), Stream.of(arguments)).toArray(String[]::new))
        .succeeded();
  }

  private String port() {
    return Integer.toString(tidb.port());
  }

  /// Debian's Python, which is the one that has Debian's modules; another may come first on the
  /// PATH.
  private static ClientProgram python(String module, String debianPackage) {
    ClientProgram python = new ClientProgram(Path.of("/usr/bin/python3"));
    assumeTrue(
        Files.isExecutable(python.program()) && python.run("-c", "import " + module).code() == 0,
        module + " is not installed (package " + debianPackage + ")");
    return python;
  }

  @Test
  void pyMysqlQueries() {
    assertThat(script(python("pymysql", "python3-pymysql"), "pymysql_client.py", port()))
        .contains(
            """
            nodes ['pd-0', 'pd-1', 'pd-2']
            values (1, 'it\\'s \\\\ "x" ä😀', None, Decimal('1.50'), datetime.date(2026, 1, 2))
            error 1146
            warnings (('Warning', 1365, 'Division by 0'),)
            session (5, '+00:00')
            unbuffered 7
            """);
  }

  @Test
  void mysqlclientQueries() {
    assertThat(script(python("MySQLdb", "python3-mysqldb"), "mysqlclient_client.py", port()))
        .isEqualTo(
            """
            nodes (('pd-0',), ('pd-1',))
            values (1, 'it\\'s \\\\ "x" ä😀', None, Decimal('1.50'), datetime.date(2026, 1, 2), datetime.timedelta(seconds=36000))
            warnings 1 (('Warning', 1365, 'Division by 0'),)
            error 1146
            unbuffered 7
            ended True
            """);
  }

  @ParameterizedTest
  @CsvSource({"pymysql, pymysql, python3-pymysql", "mysqldb, MySQLdb, python3-mysqldb"})
  void sqlAlchemyReflectsAndQueries(String driver, String module, String debianPackage) {
    python(module, debianPackage);
    ClientProgram python = python("sqlalchemy", "python3-sqlalchemy");
    assertThat(script(python, "sqlalchemy_client.py", port(), driver))
        .isEqualTo(
            """
            schemas ['information_schema', 'mysql', 'performance_schema']
            views True True False
            columns [('net', 'BIGINT', False), ('node_type', 'VARCHAR(64)', True)]
            counts [('pd', 3)]
            values (5, "it's \\\\ ä😀")
            error 1146
            reflected True
            isolation SERIALIZABLE
            nested 42
            """);
  }

  @Test
  void odbcAsksTheCatalogAndQueries() {
    ClientProgram python = python("pyodbc", "python3-pyodbc");
    ClientProgram drivers = ClientProgram.installed("unixodbc", "odbcinst");
    assumeTrue(
        drivers.run("-q", "-d", "-n", "MariaDB Unicode").code() == 0,
        "MariaDB's driver of ODBC is not installed (package odbc-mariadb)");
    assertThat(script(python, "odbc_client.py", port()))
        .isEqualTo(
            """
            catalogs ['information_schema', 'mysql', 'performance_schema']
            tables [('information_schema', None, 'node_info', 'SYSTEM VIEW', '')]
            columns [('net', 'BIGINT UNSIGNED', -5, 20, 0), ('node_type', 'VARCHAR', -9, 64, 1)]
            keys [[], [], []]
            special [[], [], []]
            types True
            nodes [('pd-0', 5, "it's \\\\ ä😀", None, 1.5), ('pd-1', 5, "it's \\\\ ä😀", None, 1.5)]
            values ['int', 'Decimal', 'Decimal', 'date', 'datetime', 'str'] [(1, Decimal('1.5'), Decimal('1.50'), datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4, 5), None)]
            moment 1
            error 42S02
            isolation SERIALIZABLE
            large True
            results [(1, )] True [(2, )]
            """);
  }

  @Test
  void doctrineBuildsQueries() {
    ClientProgram php = ClientProgram.installed("php-cli", "php");
    assumeTrue(
        php.run("-r", "exit(stream_resolve_include_path('Doctrine/DBAL/autoload.php') ? 0 : 1);")
                .code()
            == 0,
        "Doctrine is not installed (package php-doctrine-dbal)");
    for (String driver : List.of("pdo_mysql", "mysqli")) {
      assertThat(script(php, "doctrine.php", port(), driver))
          .isEqualTo(
              """
              platform Doctrine\\DBAL\\Platforms\\MySQL80Platform
              databases ["information_schema","mysql","performance_schema"]
              exists false
              nodes [{"id":"pd-0","n":1},{"id":"pd-1","n":1}]
              list ["pd-0","tidb1"]
              values [1,"it's ä😀",null,"1.5","2026-01-02 00:00:00"]
              nested 42
              isolation "SERIALIZABLE"
              error Doctrine\\DBAL\\Exception\\TableNotFoundException
              error Doctrine\\DBAL\\Exception\\InvalidFieldNameException
              error Doctrine\\DBAL\\Exception\\SyntaxErrorException
              large true
              """);
    }
  }

  @Test
  void mysqliAndPdoQuery() {
    ClientProgram php = ClientProgram.installed("php-cli", "php");
    assumeTrue(
        php.run("-r", "exit(extension_loaded('mysqli') && extension_loaded('pdo_mysql') ? 0 : 1);")
                .code()
            == 0,
        "PHP has no drivers of MySQL (package php-mysql)");
    assertThat(script(php, "client.php", port()))
        .isEqualTo(
            """
            mysqli nodes [["pd-0"],["pd-1"]]
            mysqli values {"a":2,"b":"it's \\\\ \\"x\\" ä😀","c":null,"d":"1.50"}
            mysqli results ["1"]
            mysqli results ["3"]
            mysqli warning "Division by 0"
            mysqli error [1146,"42S02"]
            mysqli compressed ["42"]
            pdo emulated nodes ["pd-0","pd-1"]
            pdo emulated values {"a":"5","b":"it's \\\\ \\"x\\" ä😀","c":null,"d":"1.5"}
            pdo emulated transaction [true,true,false]
            pdo emulated error ["42S02",1146]
            pdo prepared nodes ["pd-0","pd-1"]
            pdo prepared values {"a":"5","b":"it's \\\\ \\"x\\" ä😀","c":null,"d":"1.5"}
            pdo prepared transaction [true,true,false]
            pdo prepared error ["42S02",1146]
            """);
  }

  @Test
  void rubysMysql2Queries() {
    ClientProgram ruby = ClientProgram.installed("ruby", "ruby");
    assumeTrue(
        ruby.run("-e", "require 'mysql2'").code() == 0,
        "mysql2 is not installed (package ruby-mysql2)");
    assertThat(script(ruby, "client.rb", port()))
        .isEqualTo(
            """
            nodes ["pd-0", "pd-1"]
            values 5 nil 1.5 2026-01-02 it's \\ "x" ä😀
            statement [1.25, "it's ä😀"]
            results {"a"=>1}
            results {"a"=>2}
            warnings 1
            error 1146 42S02
            streamed 7 true
            """);
  }

  @ParameterizedTest
  @CsvSource({"mysql, libdbd-mysql-perl", "MariaDB, libdbd-mariadb-perl"})
  void bothDriversOfPerlQuery(String driver, String debianPackage) {
    ClientProgram perl = ClientProgram.installed("perl", "perl");
    assumeTrue(
        perl.run("-e", "require DBD::" + driver).code() == 0,
        "DBD::" + driver + " is not installed (package " + debianPackage + ")");
    assertThat(script(perl, "client.pl", driver, port()))
        .isEqualTo(
            """
            nodes pd-0 pd-1
            values 5|it's \\ "x"|NULL|1.50
            columns cpu net memory disk node_type ip id
            error 1146 42S02
            ping 1
            """
                .repeat(2));
  }

  @Test
  void allDriversOfNodeQuery(@TempDir Path dir) throws IOException {
    ClientProgram node = ClientProgram.installed("nodejs", "node", "nodejs");
    ClientProgram npm = ClientProgram.installed("npm", "npm");
    for (String file : List.of("package.json", "package-lock.json", "clients.js")) {
      Files.copy(CLIENTS.resolve("node").resolve(file), dir.resolve(file));
    }
    ClientProgram.Ended installed =
        npm.run(
            dir,
            Map.of(),
            "",
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefer-offline",
            "--fetch-retries=0",
            "--fetch-timeout=20000");
    assumeTrue(installed.code() == 0, "npm could not install the drivers: " + installed.output());
    for (String driver : List.of("mysql", "mysql2", "mariadb")) {
      assertThat(node.run(dir, Map.of(), "", "clients.js", driver, port()).succeeded())
          .contains("nodes: [{\"id\":\"pd-0\"},{\"id\":\"pd-1\"},{\"id\":\"pd-2\"}]")
          .contains("values: [{\"a\":1,\"b\":\"it's \\\\ \\\"x\\\" ä😀\",\"c\":null,\"d\":")
          .contains("error: [\"ER_NO_SUCH_TABLE\",1146,\"42S02\"]")
          .containsPattern(
              driver.equals("mysql") ? "" : "executed: \\[\\{\"id\":\"tidb\\d\",\"n\":42}]")
          .contains(driver.equals("mysql") ? "" : "again: []")
          .contains("pool: 1560")
          .contains("done: \"" + driver + "\"");
    }
  }
}
