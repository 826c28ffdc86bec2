package io.minitidb.tikv.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What RocksDB's errors mean for who runs the store, and what to do.
final class Failures {
  private static final String DAMAGED =
      "; files of the store are damaged. Put the data directory back from a copy, or take the store"
          + " out of the cluster for good and start a new one with an empty directory: then the keys"
          + " of its regions are lost";

  private static final String FULL =
      "; the disk of the store is full. It can be read, and takes writes again some seconds after"
          + " there is space";

  /// RocksDB keeps some space in reserve before it goes on after a full disk.
  private static final long LITTLE_SPACE = 64L << 20;

  private Failures() {}

  static EngineException opening(Path directory, RocksDBException e) {
    String what = "cannot open the store in " + directory + ": " + e.getMessage();
    String text = String.valueOf(e.getMessage());
    if (isFull(e)) {
      return new DiskFullException(what + "; there is no space left: make some", e);
    }
    if (text.contains("LOCK") || text.contains("lock ")) {
      return new EngineException(
          what + "; another mini-tikv is running on this directory: stop it, or take another", e);
    }
    if (isDamage(e)) {
      return new EngineException(what + DAMAGED, e);
    }
    return new EngineException(what, e);
  }

  static EngineException of(String what, RocksDBException e) {
    String text = what + " failed: " + e.getMessage();
    if (isFull(e)) {
      return new DiskFullException(text + FULL, e);
    }
    return new EngineException(isDamage(e) ? text + DAMAGED : text, e);
  }

  /// Says whether RocksDB would have held the writer up.
  static boolean isStall(RocksDBException e) {
    Status status = e.getStatus();
    return status != null && status.getCode() == Status.Code.Incomplete;
  }

  /// RocksDB stops writers when it cannot flush; with little space left that is the reason.
  static EngineException stalled(Path directory, RocksDBException e) {
    String what = "writing failed: RocksDB holds writers up: " + e.getMessage();
    try {
      long left = Files.getFileStore(directory).getUsableSpace();
      if (left < LITTLE_SPACE) {
        return new DiskFullException(what + ", with " + left + " bytes left" + FULL, e);
      }
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
    }
    return new StalledException(
        what + "; flushes and compactions cannot keep up with what is written", e);
  }

  private static boolean isFull(RocksDBException e) {
    Status status = e.getStatus();
    return status != null && status.getSubCode() == Status.SubCode.NoSpace
        || String.valueOf(e.getMessage()).contains("No space left on device");
  }

  /// A file that is missing is damage too, when the others name it.
  private static boolean isDamage(RocksDBException e) {
    Status status = e.getStatus();
    String text = String.valueOf(e.getMessage());
    return status != null && status.getCode() == Status.Code.Corruption
        || text.contains("Corruption")
        || text.contains("No such file or directory");
  }
}
