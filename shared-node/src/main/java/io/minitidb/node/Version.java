package io.minitidb.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The release that this build announces, and the commit that it was built from.
public final class Version {

  /// The release of TiDB whose surface we follow, with our own mark. Clients parse the leading
  /// numbers.
  public static final String RELEASE = "8.5.0-mini";

  /// The greeting of the MySQL protocol and `SELECT VERSION()`.
  public static final String MYSQL = "8.0.11-TiDB-v" + RELEASE;

  /// The commit of the build, or `None` when it was built outside a checkout.
  public static final String GIT_HASH = gitHash();

  private Version() {}

  private static String gitHash() {
    try (InputStream in = Version.class.getResourceAsStream("/io/minitidb/git.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("git.commit.id.full", "None");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
