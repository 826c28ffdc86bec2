package io.minitidb.integration;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.command.KillCommand;
import io.minitidb.integration.command.LogsCommand;
import io.minitidb.integration.command.ProfileCommand;
import io.minitidb.integration.command.RestartCommand;
import io.minitidb.integration.command.ScaleInCommand;
import io.minitidb.integration.command.ScaleOutCommand;
import io.minitidb.integration.command.SqlCommand;
import io.minitidb.integration.command.StartCommand;
import io.minitidb.integration.command.StatusCommand;
import io.minitidb.integration.command.StopCommand;
import io.minitidb.integration.command.TrainCommand;
import io.minitidb.integration.sql.SqlRunner;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./mini-cluster`. Exit codes: 0 done, 1 failed with a message, 2 wrong usage.
@Command(
    name = "mini-cluster",
    description =
        "Runs a small TiDB-shaped cluster on this machine: manage many nodes as one with SQL.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    mixinStandardHelpOptions = false,
    subcommands = {
      StartCommand.class,
      StatusCommand.class,
      SqlCommand.class,
      StopCommand.class,
      KillCommand.class,
      RestartCommand.class,
      LogsCommand.class,
      ProfileCommand.class,
      ScaleOutCommand.class,
      ScaleInCommand.class,
      TrainCommand.class,
      Launcher.TestCommand.class,
      Launcher.BenchCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./mini-cluster start                                    2 mini-tidb, 3 mini-tikv, 3 mini-pd",
      "  ./mini-cluster sql -e \"select * from information_schema.cluster_node_infos\"",
      "  ./mini-cluster kill tikv-1",
      "  ./mini-cluster restart tikv-1",
      "  ./mini-cluster scale-out pd                             a mini-pd more; scale-in pd-0 takes one out",
      "  ./mini-cluster logs tidb-0 -f",
      "  ./mini-cluster profile tikv-1 --svg tikv-1.svg          what it does with its processor time",
      "  ./mini-cluster start --data /tmp/second --port-offset 1000    another one beside it",
      "  ./mini-cluster stop"
    })
public final class Launcher implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help; `COMMAND --help` tells more.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// Returns the parser with the exit codes described above.
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Launcher());
    commandLine.setUsageHelpWidth(120);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
      switch (failure) {
        case ClusterException e -> command.getErr().println(e.getMessage());
        case SQLException e -> command.getErr().println(SqlRunner.text(e));
        default -> failure.printStackTrace(command.getErr());
      }
      return 1;
    });
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /// Handled by the script, which builds; here for the help only.
  @Command(name = "test", description = "Run all tests of all modules: what CI runs.")
  static final class TestCommand implements Runnable {
    @Override
    public void run() {
      throw new ClusterException("run ./mini-cluster test");
    }
  }

  /// Handled by the script, which builds; here for the help only.
  @Command(name = "bench", description = "Run the benchmarks, or those whose name contains NAME.")
  static final class BenchCommand implements Runnable {
    @CommandLine.Parameters(arity = "0..1", paramLabel = "NAME")
    @SuppressWarnings("UnusedVariable") // for the help
    private String name = "";

    @Override
    public void run() {
      throw new ClusterException("run ./mini-cluster bench");
    }
  }
}
