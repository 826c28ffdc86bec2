package io.minitidb.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the control groups of this process lie: `/proc/self/cgroup` names them, and
/// `/proc/self/mountinfo` tells where their trees are mounted, and which part of them.
final class CgroupMounts {
  private final List<Mount> mounts;
  private final List<String> groups;

  CgroupMounts(ProcFiles files) {
    mounts = Mount.all(files);
    groups = files.lines("proc/self/cgroup");
  }

  /// Returns the directories of a controller of version 1, from this process's group upwards; none
  /// when the controller is not there.
  List<String> legacy(String controller) {
    return directories(
        mount -> mount.type().equals("cgroup") && listed(mount.superOptions(), controller),
        group -> listed(group.split(":", 3)[1], controller));
  }

  /// Returns the directories of version 2, from this process's group upwards.
  List<String> unified() {
    return directories(mount -> mount.type().equals("cgroup2"), group -> group.startsWith("0::"));
  }

  private static boolean listed(String options, String controller) {
    return Arrays.asList(options.split(",")).contains(controller);
  }

  private List<String> directories(Predicate<Mount> isTree, Predicate<String> isOurs) {
    Optional<Mount> tree = mounts.stream().filter(isTree).findFirst();
    Optional<String> group =
        groups.stream()
            .filter(line -> line.split(":", 3).length == 3 && isOurs.test(line))
            .map(line -> line.split(":", 3)[2])
            .findFirst();
    if (tree.isEmpty() || group.isEmpty()) {
      return List.of();
    }
    // A container often sees only its own part of the tree, mounted at the top.
    String root = tree.get().root();
    String below = group.get();
    if (!root.equals("/") && (below + "/").startsWith(root + "/")) {
      below = below.substring(root.length());
    }
    List<String> directories = new ArrayList<>();
    for (; below.length() > 1; below = below.substring(0, below.lastIndexOf('/'))) {
      directories.add(tree.get().path() + below);
    }
    directories.add(tree.get().path());
    return directories;
  }
}
