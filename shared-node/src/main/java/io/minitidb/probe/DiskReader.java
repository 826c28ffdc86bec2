package io.minitidb.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads block devices from `/sys/block` and file systems from `/proc/self/mountinfo`.
final class DiskReader {
  private static final Logger log = LoggerFactory.getLogger(DiskReader.class);
  private static final String DEVICES = "/dev/";

  /// So many file systems are listed.
  private static final int MOST = 64;

  private final ProcFiles files;
  private final Path dataDirectory;

  DiskReader(ProcFiles files, Path dataDirectory) {
    this.files = files;
    this.dataDirectory = dataDirectory;
  }

  List<Hardware.Disk> disks() {
    List<Hardware.Disk> disks = new ArrayList<>();
    for (String name : names(files, "sys/block")) {
      String directory = "sys/block/" + name;
      if (files.exists(directory + "/device")) {
        String driver = driver(files, directory);
        if (driver.isEmpty()) {
          driver = files.text(directory + "/device/model").orElse("");
        }
        long sectors = files.number(directory + "/size").orElse(0);
        disks.add(new Hardware.Disk(name, driver, sectors * DiskCounter.SECTOR_BYTES));
      }
    }
    return disks;
  }

  /// Returns the name of the driver behind a directory of `/sys`, or an empty text.
  static String driver(ProcFiles files, String directory) {
    try {
      return files.path(directory + "/device/driver").toRealPath().getFileName().toString();
    } catch (IOException e) {
      return "";
    }
  }

  /// Returns what a directory contains, in order.
  static List<String> names(ProcFiles files, String directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(files.path(directory))) {
      found.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException e) {
      log.debug("{} cannot be listed: {}", directory, e.toString());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /// A device that is mounted at many places is listed once, where most of it is.
  List<Hardware.FileSystem> fileSystems() {
    Map<String, Mount> byDevice = new LinkedHashMap<>();
    for (Mount mount : Mount.all(files)) {
      if (mount.source().startsWith(DEVICES)) {
        byDevice.merge(
            mount.source(), mount, (a, b) -> b.root().length() < a.root().length() ? b : a);
      }
    }
    List<Hardware.FileSystem> found = new ArrayList<>();
    byDevice.values().stream().limit(MOST).forEach(mount -> add(mount, found));
    addDataDirectory(found);
    return found;
  }

  private void add(Mount mount, List<Hardware.FileSystem> found) {
    try {
      String device = mount.source().substring(DEVICES.length());
      found.add(
          new Hardware.FileSystem(
              device,
              mount.type(),
              mount.options(),
              mount.path(),
              space(files.path(mount.path())),
              medium(device)));
    } catch (IOException e) {
      log.debug("the file system at {} cannot be read: {}", mount.path(), e.toString());
    }
  }

  /// In a container the data directory often lies on something that is no device.
  private void addDataDirectory(List<Hardware.FileSystem> found) {
    try {
      FileStore store = Files.getFileStore(dataDirectory);
      String name = store.name().startsWith(DEVICES) ? store.name().substring(5) : store.name();
      if (found.stream().noneMatch(known -> known.device().equals(name))) {
        found.add(
            new Hardware.FileSystem(
                name,
                store.type(),
                "",
                dataDirectory.toString(),
                space(dataDirectory),
                medium(name)));
      }
    } catch (IOException e) {
      log.debug("the file system of {} cannot be read: {}", dataDirectory, e.toString());
    }
  }

  /// Returns how full the file system is to which `directory` belongs.
  static Space space(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    long total = store.getTotalSpace();
    return new Space(total, total - store.getUnallocatedSpace());
  }

  /// A partition says it through its device.
  private String medium(String device) {
    try {
      Path block = files.path("sys/class/block/" + device).toRealPath();
      Path whole = Files.exists(block.resolve("queue")) ? block : block.resolveSibling("");
      return ProcFiles.text(whole.resolve("queue/rotational"))
          .map(rotational -> rotational.equals("1") ? "HDD" : "SSD")
          .orElse("Unknown");
    } catch (IOException e) {
      return "Unknown";
    }
  }
}
