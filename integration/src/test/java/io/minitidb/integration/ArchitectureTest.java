package io.minitidb.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.minitidb.integration.cluster.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may know whom. Where a package has no class yet, its rule holds vacuously.
class ArchitectureTest {
  private static final JavaClasses CLASSES = load();

  private static JavaClasses load() {
    Path root = Installation.find().root();
    return new ClassFileImporter()
        .importPaths(
            List.of(
                    "shared-proto",
                    "shared-node",
                    "mini-pd",
                    "mini-tikv",
                    "mini-tidb",
                    "integration")
                .stream()
                .map(module -> root.resolve(module).resolve("target/classes"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"pd, tikv, tidb", "tikv, pd, tidb", "tidb, pd, tikv"})
  void serversNeverKnowEachOther(String server, String other, String third) {
    noClasses()
        .that()
        .resideInAPackage("io.minitidb." + server + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.minitidb." + other + "..",
            "io.minitidb." + third + "..",
            "io.minitidb.integration..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cop",
        "memtable",
        "wire",
        "node",
        "config",
        "probe",
        "log",
        "logfile",
        "server",
        "proto",
        "coprocessor",
        "pdclient",
        "profile",
        "latency",
        "etcd",
        "desired",
        "tls",
        "history"
      })
  void whatNodesShareKnowsNoServer(String shared) {
    onlyOurs(
        shared,
        "cop",
        "memtable",
        "wire",
        "node",
        "config",
        "probe",
        "log",
        "logfile",
        "server",
        "proto",
        "coprocessor",
        "pdclient",
        "profile",
        "latency",
        "etcd",
        "desired",
        "tls",
        "history");
  }

  @Test
  void theCoprocessorsExecutorsKnowNothingOfOurs() {
    onlyOurs("cop");
  }

  @Test
  void factsAboutNodesKnowNothingOfOurs() {
    onlyOurs("node");
    onlyOurs("profile");
    onlyOurs("proto");
  }

  @Test
  void certificatesKnowConfigurationAndAddresses() {
    onlyOurs("tls", "config", "node");
  }

  @Test
  void memtablesKnowBatchesNodesProbesAndProfiles() {
    onlyOurs("memtable", "cop", "node", "probe", "profile");
  }

  @Test
  void theWireKnowsMessagesAndWhatTheyMean() {
    onlyOurs("wire", "cop", "memtable", "profile", "proto");
  }

  /// Of our own packages, `name` depends on itself and on `allowed` alone.
  private static void onlyOurs(String name, String... allowed) {
    String[] packages = new String[allowed.length + 1];
    packages[0] = "io.minitidb." + name + "..";
    for (int i = 0; i < allowed.length; i++) {
      packages[i + 1] = "io.minitidb." + allowed[i] + "..";
    }
    classes()
        .that()
        .resideInAPackage(packages[0])
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackages("io.minitidb..").or(resideInAnyPackage(packages)))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.rocksdb..         | io.minitidb.tikv.engine..
          org.apache.calcite..  | io.minitidb.tidb.sql.., io.minitidb.tidb.plan.., io.minitidb.tidb.catalog..
          io.etcd..             | io.minitidb.etcd.., io.minitidb.pd.etcd..
          jdk.jfr..             | io.minitidb.profile..
          oshi..                | io.minitidb.probe..
          ch.qos.logback..      | io.minitidb.log..
          io.netty..            | io.minitidb.server.., io.minitidb.tidb.mysql..
          org.mariadb..         | io.minitidb.integration..
          sqlline..             | io.minitidb.integration.command..
          """)
  void aForeignLibraryHasOneOwner(String library, String owners) {
    noClasses()
        .that(resideInAPackage("io.minitidb..").and(resideOutsideOfPackages(owners.split(", "))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.minitidb.(cop.*)..",
        "io.minitidb.(memtable.*)..",
        "io.minitidb.pd.(*)..",
        "io.minitidb.tikv.(*)..",
        "io.minitidb.tidb.(*)..",
        "io.minitidb.integration.(*)..",
        "io.minitidb.(*).."
      })
  void packagesHaveNoCycles(String pattern) {
    slices().matching(pattern).should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
  }

  @Test
  void onlyTheLauncherPrints() {
    noClasses()
        // What a generator writes has a stream for its own debugging.
        .that(resideOutsideOfPackages("io.minitidb.integration..", "io.minitidb.tidb.sql.parser.."))
        .should()
        .accessField(System.class, "out")
        .check(CLASSES);
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains(
            "io.minitidb.proto.tipb",
            "io.minitidb.cop.exec",
            "io.minitidb.pd",
            "io.minitidb.tikv",
            "io.minitidb.tidb",
            "io.minitidb.integration");
  }
}
