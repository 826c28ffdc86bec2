package io.minitidb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class ControlGroupTest {
  private static final long MIB = 1 << 20;
  private static final String V2_MOUNT =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";
  private static final String V1_MOUNTS =
      """
      34 31 0:31 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:10 - cgroup cgroup rw,memory
      """;

  @TempDir Path directory;
  private FakeRoot root;

  @BeforeEach
  void machine() {
    root = new FakeRoot(directory).memory();
  }

  private ControlGroup group() {
    return new ControlGroup(root.files());
  }

  @Test
  void aMachineWithoutControlGroupsHasNoLimits() {
    assertThat(group().memory()).isEmpty();
    assertThat(group().cpu()).isEmpty();
    assertThat(new MemoryReader(root.files(), group()).read().memory())
        .isEqualTo(new Space(8192 * MIB, 2048 * MIB));
  }

  @Test
  void theTightestLimitOnTheWayUpBindsInVersion2() {
    String service = "sys/fs/cgroup/system.slice/node.service";
    root.file("proc/self/mountinfo", V2_MOUNT)
        .file("proc/self/cgroup", "0::/system.slice/node.service\n")
        .file(service + "/memory.max", "max\n")
        .file(service + "/memory.current", "" + 100 * MIB)
        .file(service + "/cpu.max", "150000 100000\n")
        .file(service + "/cpu.stat", "usage_usec 5000000\nuser_usec 4000000\n")
        .file("sys/fs/cgroup/system.slice/memory.max", "" + 1024 * MIB)
        .file("sys/fs/cgroup/system.slice/memory.current", "" + 700 * MIB)
        .file("sys/fs/cgroup/system.slice/memory.stat", "anon 5\ninactive_file " + 188 * MIB + "\n")
        .file("sys/fs/cgroup/system.slice/cpu.max", "max 100000\n");
    assertThat(group().memory()).contains(new Space(1024 * MIB, 512 * MIB));
    assertThat(group().cpu()).contains(new ControlGroup.CpuQuota(1.5, 5_000_000_000L));
  }

  @Test
  void aContainerSeesItsOwnGroupAtTheTop() {
    root.file("proc/self/mountinfo", V2_MOUNT)
        .file("proc/self/cgroup", "0::/\n")
        .file("sys/fs/cgroup/memory.max", "" + 256 * MIB)
        .file("sys/fs/cgroup/memory.current", "" + 64 * MIB);
    assertThat(group().memory()).contains(new Space(256 * MIB, 64 * MIB));
  }

  @Test
  void version1HasATreeForEachController() {
    root.file("proc/self/mountinfo", V1_MOUNTS)
        .file("proc/self/cgroup", "5:cpu,cpuacct:/jobs/7\n4:memory:/jobs/7\n1:name=systemd:/\n")
        .file("sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes", "" + 512 * MIB)
        .file("sys/fs/cgroup/memory/jobs/7/memory.usage_in_bytes", "" + 300 * MIB)
        .file("sys/fs/cgroup/memory/jobs/7/memory.stat", "total_inactive_file " + 44 * MIB)
        .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
        .file("sys/fs/cgroup/cpu,cpuacct/jobs/7/cpu.cfs_quota_us", "50000")
        .file("sys/fs/cgroup/cpu,cpuacct/jobs/7/cpu.cfs_period_us", "100000")
        .file("sys/fs/cgroup/cpu,cpuacct/jobs/7/cpuacct.usage", "123")
        .file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
    assertThat(group().memory()).contains(new Space(512 * MIB, 256 * MIB));
    assertThat(group().cpu()).contains(new ControlGroup.CpuQuota(0.5, 123));
  }

  @Test
  void partOfATreeMountedInAContainerIsFoundByItsRoot() {
    root.file(
            "proc/self/mountinfo",
            "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n")
        .file("proc/self/cgroup", "4:memory:/docker/abc\n")
        .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "" + 128 * MIB)
        .file("sys/fs/cgroup/memory/memory.usage_in_bytes", "" + MIB);
    assertThat(group().memory()).contains(new Space(128 * MIB, MIB));
    assertThat(group().directories()).containsExactly("/sys/fs/cgroup/memory");
  }

  @Test
  void filesThatCannotBeUnderstoodAreNoLimits() {
    root.file("proc/self/mountinfo", "nonsense\n1 2 3 4 5 6 7\n" + V2_MOUNT)
        .file("proc/self/cgroup", "nonsense\n0::/a\n")
        .file("sys/fs/cgroup/a/memory.max", "a lot")
        .file("sys/fs/cgroup/a/memory.current", "much");
    assertThat(group().memory()).isEmpty();
    assertThat(group().cpu()).isEmpty();
  }

  /// tikv#9532: more memory in use than there is, because the limit was the container's and the
  /// usage the machine's.
  @Test
  void memoryOfAContainerNeverExceedsAHundredPercent() {
    root.file("proc/self/mountinfo", V2_MOUNT)
        .file("proc/self/cgroup", "0::/\n")
        .file("sys/fs/cgroup/memory.max", "" + 256 * MIB)
        .file("sys/fs/cgroup/memory.current", "" + 300 * MIB);
    Space memory = new MemoryReader(root.files(), group()).read().memory();
    assertThat(memory).isEqualTo(new Space(256 * MIB, 256 * MIB));
    assertThat(memory.usedFraction()).isEqualTo(1.0);
    assertThat(memory.freeFraction()).isZero();
  }

  @Test
  void aLimitAboveTheMachinesMemoryDoesNotBind() {
    root.file("proc/self/mountinfo", V2_MOUNT)
        .file("proc/self/cgroup", "0::/\n")
        .file("sys/fs/cgroup/memory.max", "" + 100_000 * MIB)
        .file("sys/fs/cgroup/memory.current", "" + 300 * MIB);
    assertThat(group().memory()).map(Space::total).contains(100_000 * MIB);
    assertThat(new MemoryReader(root.files(), group()).read().memory().total())
        .isEqualTo(8192 * MIB);
  }

  @Test
  void aQuotaMakesTheFractionThatIsBusyThatOfTheQuota() {
    root.file("proc/self/mountinfo", V2_MOUNT)
        .file("proc/self/cgroup", "0::/\n")
        .file("sys/fs/cgroup/cpu.max", "200000 100000")
        .file("sys/fs/cgroup/cpu.stat", "usage_usec 1000000\n")
        .file("proc/stat", "cpu  100 0 0 900 0 0 0 0 0 0\n");
    CpuReader reader = new CpuReader(root.files(), group());
    assertThat(reader.read(1_000_000_000L).busy()).isEqualTo(0.1, within(1e-9));
    root.file("sys/fs/cgroup/cpu.stat", "usage_usec 2500000\n");
    assertThat(reader.read(2_000_000_000L).busy()).isEqualTo(0.75);
    assertThat(reader.read(2_000_000_000L).busy()).isBetween(0.0, 1.0);
  }
}
