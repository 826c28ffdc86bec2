package io.minitidb.tikv;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A disk that can lose its power: ext4 in a file. What a loss leaves is what had reached the disk,
/// by fsync or by itself, as after the loss of a machine's power; what only the operating system
/// had is gone. Tests that need one are skipped where nothing can be mounted.
@SuppressWarnings("restricted") // calls ioctl
public final class PowerDisk implements AutoCloseable {
  private static final long SIZE = 1L << 30; // of a file with holes

  /// `EXT4_IOC_SHUTDOWN`, and its argument that not even the journal is written out.
  private static final long SHUTDOWN = 0x8004587dL;

  private static final int WITHOUT_LOG_FLUSH = 2;

  private static final Linker LINKER = Linker.nativeLinker();

  private final Path image;
  private final Path directory;
  private final Thread onExit = new Thread(this::forget);

  /// Makes an empty disk; its files are in `directory` of what is given.
  public PowerDisk(Path place) throws IOException, InterruptedException {
    image = place.resolve("disk.image");
    directory = Files.createDirectories(place.resolve("disk"));
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    String trouble = run("mkfs.ext4", "-q", "-F", image.toString());
    trouble = trouble.isEmpty() ? mount() : trouble;
    String reason = trouble;
    assumeTrue(trouble.isEmpty(), () -> "no power was lost, a file cannot be mounted: " + reason);
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  public Path directory() {
    return directory;
  }

  private String mount() throws IOException, InterruptedException {
    return run("mount", "-o", "loop", image.toString(), directory.toString());
  }

  /// Returns why it failed, empty if it did not.
  private static String run(String... command) throws IOException, InterruptedException {
    File told = File.createTempFile("power-disk", ".txt");
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told).start();
      int code = process.waitFor();
      String text = Files.readString(told.toPath()).strip();
      return code == 0 ? "" : List.of(command) + " ended with " + code + ": " + text;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()); // there is no such command
    } finally {
      Files.delete(told.toPath());
    }
  }

  /// From now on nothing reaches the disk any more; who writes gets an error. A sync that is under
  /// way may succeed without what it promises: the kernel converts the extents of a log in front of
  /// its commit, and passes over that this fails once it is told to stop. So only what was
  /// acknowledged before counts.
  public void losePower() {
    MethodHandle open = call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    MethodHandle ioctl =
        call("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    MethodHandle close =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocateFrom(JAVA_INT, WITHOUT_LOG_FLUSH);
      int file = (int) open.invokeExact(arena.allocateFrom(directory.toString()), 0);
      int answer = (int) ioctl.invokeExact(file, SHUTDOWN, flags);
      int closed = (int) close.invokeExact(file);
      if (answer != 0 || closed != 0) {
        throw new IllegalStateException("ioctl answered " + answer + ", close " + closed);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle call(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), types, Linker.Option.firstVariadicArg(2));
  }

  /// Power is back: shows what is on the disk. Nobody may have a file of it open.
  public void restorePower() throws IOException, InterruptedException {
    String trouble = run("umount", directory.toString());
    trouble = trouble.isEmpty() ? mount() : trouble;
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
  }

  private void forget() {
    try {
      run("umount", "-l", directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(onExit);
    forget();
  }
}
