package io.minitidb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class LinuxProbeTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String NIC_HEAD =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  @TempDir Path directory;
  private FakeRoot root;

  @BeforeEach
  void machine() {
    root = new FakeRoot(directory).memory().file("proc/uptime", "100.00 150.00\n");
  }

  @Test
  void aMachineOfWhichNothingCanBeReadIsAllZeros(@TempDir Path empty) {
    Sample sample = new FakeRoot(empty).probe().sample();
    assertThat(sample.cpu()).isEqualTo(new CpuUse(0, 0, 0, 0, java.util.Map.of()));
    assertThat(sample.memory()).isEqualTo(Space.NONE);
    assertThat(sample.memory().usedFraction()).isZero();
    assertThat(sample.nics()).isEmpty();
    assertThat(sample.disks()).isEmpty();
    assertThat(sample.process().rss()).isZero();
    Hardware hardware = new FakeRoot(empty).probe().hardware();
    assertThat(hardware.disks()).isEmpty();
    assertThat(hardware.cards()).isEmpty();
    assertThat(new FakeRoot(empty).probe().parameters()).isEmpty();
  }

  @Test
  void statesOfTheProcessorsAreFractionsBetweenTwoSamples() {
    root.file("proc/loadavg", "4.39 3.51 1.77 7/216 9324\n")
        .file("proc/stat", "cpu  100 0 50 850 0 0 0 0 0 0\ncpu0 1 1\n");
    LinuxProbe probe = root.probe();
    CpuUse first = probe.sample(SECOND).cpu();
    assertThat(first.fraction(CpuState.USER)).isEqualTo(0.1);
    assertThat(first.busy()).isEqualTo(0.15, within(1e-9));
    root.file("proc/stat", "cpu  140 20 50 880 10 1 2 3 20 4\n");
    CpuUse cpu = probe.sample(2 * SECOND).cpu();
    assertThat(List.of(cpu.load1(), cpu.load5(), cpu.load15())).containsExactly(4.39, 3.51, 1.77);
    double all = 40 + 20 + 30 + 10 + 1 + 2 + 3;
    assertThat(cpu.fraction(CpuState.USER)).isEqualTo(40 / all);
    assertThat(cpu.fraction(CpuState.NICE)).isEqualTo(20 / all);
    assertThat(cpu.fraction(CpuState.SYSTEM)).isZero();
    assertThat(cpu.fraction(CpuState.IDLE)).isEqualTo(30 / all);
    assertThat(cpu.fraction(CpuState.IOWAIT)).isEqualTo(10 / all);
    assertThat(cpu.fraction(CpuState.IRQ)).isEqualTo(1 / all);
    assertThat(cpu.fraction(CpuState.SOFTIRQ)).isEqualTo(2 / all);
    assertThat(cpu.fraction(CpuState.STEAL)).isEqualTo(3 / all);
    assertThat(cpu.fraction(CpuState.GUEST)).isEqualTo(20 / all);
    assertThat(cpu.fraction(CpuState.GUEST_NICE)).isEqualTo(4 / all);
    assertThat(cpu.busy()).isEqualTo(1 - 40 / all, within(1e-9));
  }

  @Test
  void ticksThatGoBackCountAsNone() {
    root.file("proc/stat", "cpu  100 0 50 850 90 0 0 0 0 0\n");
    LinuxProbe probe = root.probe();
    probe.sample(SECOND);
    root.file("proc/stat", "cpu  101 0 50 851 80 0 0 0 0 0\n");
    CpuUse cpu = probe.sample(2 * SECOND).cpu();
    assertThat(cpu.fraction(CpuState.IOWAIT)).isZero();
    assertThat(cpu.busy()).isEqualTo(0.5);
    assertThat(probe.sample(3 * SECOND).cpu().busy()).isZero();
  }

  @Test
  void interfacesHaveCountersSinceBootAndRates() {
    root.file(
        "proc/net/dev",
        NIC_HEAD
            + "    lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0\n"
            + "br-1a2b.3@x:4000000000 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
    LinuxProbe probe = root.probe();
    Sample first = probe.sample(SECOND);
    assertThat(first.nics()).extracting(Traffic::device).containsExactly("lo", "br-1a2b.3@x");
    assertThat(first.nics().getFirst().rate(NicCounter.BYTES_SENT)).isEqualTo(10);
    Traffic<NicCounter> bridge = first.nics().getLast();
    assertThat(bridge.totals().values())
        .containsExactly(4000000000L, 2L, 3L, 4L, 5L, 9L, 10L, 11L, 12L, 13L);
    root.file("proc/net/dev", NIC_HEAD + "    lo: 1500 15 0 0 0 0 0 0 3000 10 0 0 0 0 0 0\n");
    Sample second = probe.sample(3 * SECOND);
    assertThat(second.nics().getFirst().rate(NicCounter.BYTES_RECEIVED)).isEqualTo(250);
    assertThat(second.nics().getFirst().rate(NicCounter.BYTES_SENT)).isEqualTo(1000);
    assertThat(second.networkRate()).isEqualTo(1250);
    assertThat(second.nics()).hasSize(1);
  }

  @Test
  void countersThatGoBackAndInterfacesThatComeLaterHaveNoRate() {
    root.file("proc/net/dev", NIC_HEAD + "eth0: 1000 1 0 0 0 0 0 0 1000 1 0 0 0 0 0 0\n");
    LinuxProbe probe = root.probe();
    probe.sample(SECOND);
    root.file(
        "proc/net/dev",
        NIC_HEAD
            + "eth0: 10 1 0 0 0 0 0 0 1001 1 0 0 0 0 0 0\n"
            + "eth1: 77777 1 0 0 0 0 0 0 88888 1 0 0 0 0 0 0\n");
    Sample sample = probe.sample(2 * SECOND);
    assertThat(sample.nics().getFirst().rate(NicCounter.BYTES_RECEIVED)).isZero();
    assertThat(sample.nics().getFirst().rate(NicCounter.BYTES_SENT)).isEqualTo(1);
    assertThat(sample.nics().getLast().rate(NicCounter.BYTES_SENT)).isZero();
    assertThat(sample.nics().getLast().total(NicCounter.BYTES_SENT)).isEqualTo(88888);
  }

  @Test
  void wholeDisksThatDidSomethingHaveRates() {
    root.directory("sys/block/vda")
        .directory("sys/block/loop0")
        .directory("sys/block/cciss!c0d0")
        .file(
            "proc/diskstats",
            """
               7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
             254       0 vda 100 1 800 2 50 3 400 4 5 6 7 8 9 10 11 12 13
             254       1 vda1 100 1 800 2 50 3 400 4 5 6 7 8 9 10 11
             104       0 cciss/c0d0 1 1 1 1 1 1 1 1 1 1 1
            """);
    LinuxProbe probe = root.probe();
    Sample first = probe.sample(SECOND);
    assertThat(first.disks()).extracting(Traffic::device).containsExactly("vda", "cciss/c0d0");
    assertThat(first.disks().getFirst().totals().values())
        .containsExactly(100L, 1L, 800L, 2L, 50L, 3L, 400L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(first.disks().getLast().total(DiskCounter.DISCARDS)).isZero();
    root.file("proc/diskstats", "254 0 vda 104 1 800 2 50 3 416 4 2 6 7 8 9 10 11 12 13\n");
    Traffic<DiskCounter> vda = probe.sample(3 * SECOND).disks().getFirst();
    assertThat(vda.rate(DiskCounter.READS)).isEqualTo(2);
    assertThat(vda.rate(DiskCounter.WRITE_SECTORS)).isEqualTo(8);
    assertThat(vda.total(DiskCounter.IN_FLIGHT)).isEqualTo(2);
  }

  @Test
  void aMachineWithoutSwapUsesNoneOfItAndFractionsAreNumbers() {
    Space swap = root.probe().sample().swap();
    assertThat(swap).isEqualTo(Space.NONE);
    assertThat(swap.usedFraction()).isZero();
    assertThat(swap.freeFraction()).isZero();
  }

  /// tidb#42851: what is free was shown as what is used.
  @Test
  void usedPercentIsNotFreePercent() {
    Space memory = root.probe().sample().memory();
    assertThat(memory.usedFraction()).isEqualTo(0.25);
    assertThat(memory.freeFraction()).isEqualTo(0.75);
    assertThat(memory.used() + memory.free()).isEqualTo(memory.total());
  }

  @Test
  void oldKernelsDoNotSayWhatIsAvailable() {
    root.file(
        "proc/meminfo",
        "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 150 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\n");
    Sample sample = root.probe().sample();
    assertThat(sample.memory()).isEqualTo(new Space(1000 << 10, 700 << 10));
    assertThat(sample.swap()).isEqualTo(new Space(10 << 10, 6 << 10));
  }

  /// tidb#38590: no disk was shown for a PD whose data lies on something that is no device.
  @Test
  void theDataDirectorysFileSystemIsAlwaysListed() {
    root.file("proc/self/mountinfo", "1 1 0:5 / /proc rw - proc proc rw\n");
    assertThat(root.probe().hardware().fileSystems())
        .singleElement()
        .satisfies(files -> {
          assertThat(files.path()).isEqualTo(directory.toString());
          assertThat(files.space().total()).isPositive();
          assertThat(files.device()).isNotEmpty();
        });
  }

  @Test
  void fileSystemsOnDevicesAreListedOnceWhereMostOfThemIs() {
    root.directory("data dir")
        .directory("etc/hosts")
        .directory("sys/devices/sdb/queue")
        .directory("sys/devices/sdb/sdb1")
        .file("sys/devices/sdb/queue/rotational", "1\n")
        .link("sys/class/block/sdb1", "sys/devices/sdb/sdb1")
        .file(
            "proc/self/mountinfo",
            """
            1 1 8:17 /containers/1/hosts /etc/hosts rw,relatime - ext4 /dev/sdb1 rw
            2 1 8:17 / /data\\040dir rw,noatime shared:1 master:2 - ext4 /dev/sdb1 rw,errors=remount-ro
            3 1 8:33 / /not/there rw - xfs /dev/sdc1 rw
            """);
    assertThat(root.probe().hardware().fileSystems())
        .filteredOn(files -> files.device().startsWith("sd"))
        .singleElement()
        .satisfies(files -> {
          assertThat(files.path()).isEqualTo("/data dir");
          assertThat(files.type()).isEqualTo("ext4");
          assertThat(files.options()).isEqualTo("rw,noatime");
          assertThat(files.medium()).isEqualTo("HDD");
        });
  }

  @Test
  void cardsTellWhatTheyAre() {
    root.directory("sys/class/net/bonding_masters")
        .file("sys/class/net/ens5/flags", "0x1003\n")
        .file("sys/class/net/ens5/address", "02:fc:00:00:00:01\n")
        .file("sys/class/net/ens5/ifindex", "4\n")
        .file("sys/class/net/ens5/speed", "25000\n")
        .link("sys/class/net/ens5/device/driver", "sys/drivers/ena")
        .file("sys/class/net/odd.0/flags", "0x90\n")
        .file("sys/class/net/odd.0/speed", "-1\n");
    List<Hardware.Card> cards = root.probe().hardware().cards();
    assertThat(cards)
        .containsExactly(
            new Hardware.Card(
                "ens5", "ena", "02:fc:00:00:00:01", 25_000_000_000L, 4, 0x1003, List.of()),
            new Hardware.Card("odd.0", "", "", 0, 0, 0x90, List.of()));
    Hardware.Card ens5 = cards.getFirst();
    assertThat(List.of(ens5.isUp(), ens5.isBroadcast(), ens5.isMulticast())).containsOnly(true);
    assertThat(List.of(ens5.isLoopback(), ens5.isPointToPoint())).containsOnly(false);
    assertThat(cards.getLast().isPointToPoint()).isTrue();
    assertThat(cards.getLast().isUp()).isFalse();
  }

  @Test
  void settingsOfTheKernelAreReadWhereTheyMayBe() {
    root.file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
        .file("proc/sys/vm/swappiness", "60\n")
        .file("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n")
        .file("proc/sys/fs/binfmt_misc/status", "enabled\n")
        .link("proc/sys/vm/somewhere", "proc/sys/net");
    assertThat(root.probe().parameters())
        .containsExactly(
            new Parameter("kernel", "transparent_hugepage_enabled", "always [madvise] never"),
            new Parameter("sysctl", "net.ipv4.tcp_rmem", "4096\t131072\t6291456"),
            new Parameter("sysctl", "vm.swappiness", "60"));
  }

  @Test
  void aProcessorsThreadsAreThoseThatTheQuotaAllows() {
    root.file("proc/self/mountinfo", "1 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        .file("proc/self/cgroup", "0::/\n")
        .file("sys/fs/cgroup/cpu.max", "50000 100000");
    assertThat(root.probe().hardware().processor().threads()).isEqualTo(1);
  }
}
