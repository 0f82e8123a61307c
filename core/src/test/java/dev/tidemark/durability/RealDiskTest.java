package dev.tidemark.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.StorageFailureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContractTest {
  @TempDir Path directory;

  @Override
  Disk disk() {
    return new RealDisk(directory);
  }

  @Test
  void create_missingDirectory_makesIt() {
    Path nested = directory.resolve("x/y");
    new RealDisk(nested);
    assertThat(nested).isDirectory();
  }

  @Test
  void create_fileInPlaceOfDirectory_isRefusedByName() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));
    assertThatThrownBy(() -> new RealDisk(file))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("taken");
  }

  @Test
  void lock_heldByOtherClassesOfThisProcess_isRefusedAndFreeLater() throws IOException {
    Path file = directory.resolve("tidemark.lock");
    try (FileChannel other =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();
      assertThatThrownBy(() -> disk().lock())
          .isInstanceOf(StorageFailureException.class)
          .hasMessageContaining(directory.toString());
    }
    disk().lock().close();
  }

  @Test
  void lock_sameDirectoryUnderAnotherName_isRefusedNamingIt() throws IOException {
    Path link =
        Files.createSymbolicLink(
            directory.resolveSibling("link-" + directory.getFileName()), directory);
    DirectoryLock lock = disk().lock();
    assertThatThrownBy(() -> new RealDisk(link).lock())
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining(link.toString());
    lock.close();
    Files.delete(link);
  }

  @Test
  void lock_otherProcess_isRefused() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> disk().lock())
          .isInstanceOf(StorageFailureException.class)
          .hasMessageContaining("another process")
          .hasMessageContaining(directory.toString());
    } finally {
      holder.getOutputStream().close();
      holder.waitFor();
    }
    disk().lock().close();
  }

  /** Holds the lock of a directory until its input ends. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (DirectoryLock lock = new RealDisk(Path.of(arguments[0])).lock()) {
        System.out.println(List.of("locked").get(lock == null ? 1 : 0));
        System.in.read();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void write_fullDevice_saysSo() {
    Path full = Path.of("/dev/full");
    assertThatThrownBy(() -> new RealFile(full).write(0, new byte[1], 0, 1))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("the disk is full");
  }
}
