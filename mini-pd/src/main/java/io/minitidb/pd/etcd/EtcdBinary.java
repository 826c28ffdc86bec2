package io.minitidb.pd.etcd;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The etcd program of this machine.
public record EtcdBinary(Path path, String version) {
  private static final Pattern VERSION = Pattern.compile("etcd Version: (\\d+)\\.(\\d+)\\.\\S+");
  private static final String ADVICE =
      "; install etcd 3.4 or newer (Debian, Ubuntu: apt-get install etcd-server)";

  /// Finds etcd on the PATH.
  ///
  /// @throws IOException saying what to install, when there is none or it is too old
  public static EtcdBinary find() throws IOException {
    return find(System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
  }

  static EtcdBinary find(String searchPath) throws IOException {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, "etcd");
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return check(candidate);
      }
    }
    throw new IOException(
        "mini-pd keeps its data in etcd, and there is no etcd on the PATH" + ADVICE);
  }

  private static EtcdBinary check(Path path) throws IOException {
    Process process =
        new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher version = VERSION.matcher(text);
    if (!version.find()) {
      throw new IOException(path + " --version says nothing of a version" + ADVICE);
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < 3 || (major == 3 && minor < 4)) {
      throw new IOException(path + " is version " + major + "." + minor + ADVICE);
    }
    return new EtcdBinary(path, version.group().substring("etcd Version: ".length()));
  }
}
