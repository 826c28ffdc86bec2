package io.minitidb.integration;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;

/// JDBC drivers of tests: those on the class path, and older ones beside it.
final class Drivers {
  private static final String OLD = "old:";
  private static final Path JARS = Path.of("target/old-drivers");

  private Drivers() {}

  /// @param url of JDBC, behind `old:` for the older version of MySQL Connector/J
  static Connection connect(String url) throws SQLException {
    return url.startsWith(OLD)
        ? Older.DRIVER.connect(url.substring(OLD.length()), new Properties())
        : DriverManager.getConnection(url);
  }

  /// A driver whose classes nothing else sees.
  private static final class Older {
    private static final Driver DRIVER = load();

    private static Driver load() {
      try (Stream<Path> jars = Files.list(JARS)) {
        URL[] urls =
            jars.filter(jar -> jar.toString().endsWith(".jar")).map(Older::url).toArray(URL[]::new);
        ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        return (Driver)
            loader.loadClass("com.mysql.cj.jdbc.Driver").getDeclaredConstructor().newInstance();
      } catch (IOException | ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static URL url(Path jar) {
      try {
        return jar.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
