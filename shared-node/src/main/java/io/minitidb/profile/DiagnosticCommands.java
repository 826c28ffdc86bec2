package io.minitidb.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands of `jcmd`, run within the process.
final class DiagnosticCommands {
  private static final Logger log = LoggerFactory.getLogger(DiagnosticCommands.class);

  private DiagnosticCommands() {}

  /// Runs a command, such as `gcClassHistogram`, and returns what it prints.
  ///
  /// @throws IOException when this JVM has no such command
  static String run(String command, String... arguments) throws IOException {
    try {
      return String.valueOf(
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  command,
                  new Object[] {arguments},
                  new String[] {String[].class.getName()}));
    } catch (JMException e) {
      throw new IOException("the JVM cannot run " + command + ": " + e.getMessage(), e);
    }
  }

  /// As [#run], for what is not needed.
  static void tryRun(String command, String... arguments) {
    try {
      run(command, arguments);
    } catch (IOException e) {
      log.debug("done without {}", command, e);
    }
  }
}
