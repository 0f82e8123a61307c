package dev.tidemark.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.StorageFailureException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the log relies on, of every disk. */
abstract class DiskContractTest {
  private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.US_ASCII);

  /** An empty disk, the same at each call of one test. */
  abstract Disk disk();

  @Test
  void list_filesCreatedAndDeleted_namesTheRest() {
    disk().open("b", OpenMode.CREATE_NEW).close();
    disk().open("a", OpenMode.CREATE_NEW).close();
    disk().open("c", OpenMode.CREATE_NEW).close();
    disk().delete("c");
    disk().syncDirectory();
    assertThat(disk().list()).containsExactly("a", "b");
  }

  @Test
  void open_createExisting_isRefused() {
    disk().open("a", OpenMode.CREATE_NEW).close();
    assertThatThrownBy(() -> disk().open("a", OpenMode.CREATE_NEW))
        .isInstanceOf(StorageFailureException.class);
  }

  @Test
  void open_missingFile_isRefusedByName() {
    assertThatThrownBy(() -> disk().open("missing", OpenMode.EXISTING))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void rename_file_hasTheNewNameAndItsContent() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(0, TEXT, 0, 3);
    }
    disk().rename("a", "b");
    assertThat(disk().list()).containsExactly("b");
    try (DiskFile file = disk().open("b", OpenMode.EXISTING)) {
      assertThat(textAt(file, 0, 9)).isEqualTo("012");
    }
  }

  @Test
  void rename_ontoAnotherFile_replacesIt() {
    disk().open("a", OpenMode.CREATE_NEW).close();
    try (DiskFile file = disk().open("b", OpenMode.CREATE_NEW)) {
      file.write(0, TEXT, 0, 3);
    }
    disk().rename("a", "b");
    disk().syncDirectory();
    assertThat(disk().list()).containsExactly("b");
    try (DiskFile file = disk().open("b", OpenMode.EXISTING)) {
      assertThat(file.size()).isZero();
    }
  }

  @Test
  void rename_missingFile_isRefused() {
    assertThatThrownBy(() -> disk().rename("missing", "b"))
        .isInstanceOf(StorageFailureException.class);
  }

  @Test
  void read_whatEitherKindOfWriteWrote_returnsIt() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(0, TEXT, 0, 10);
      file.writeDurable(4, TEXT, 0, 3);
      file.write(7, TEXT, 9, 1);
      file.sync();
      assertThat(textAt(file, 0, 10)).isEqualTo("0123012989");
    }
  }

  @Test
  void read_pastTheEnd_returnsWhatThereIs() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(0, TEXT, 0, 10);
      assertThat(textAt(file, 8, 5)).isEqualTo("89");
      assertThat(textAt(file, 10, 5)).isEmpty();
      assertThat(textAt(file, 99, 5)).isEmpty();
    }
  }

  @Test
  void write_behindTheEnd_fillsWithZeros() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(3, TEXT, 0, 1);
      assertThat(file.size()).isEqualTo(4);
      assertThat(textAt(file, 0, 4)).isEqualTo("\0\0\0000");
    }
  }

  @Test
  void open_existing_findsTheContent() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(0, TEXT, 2, 3);
    }
    try (DiskFile file = disk().open("a", OpenMode.EXISTING)) {
      assertThat(textAt(file, 0, 9)).isEqualTo("234");
    }
  }

  @Test
  void write_interruptedThread_succeedsAndStaysInterrupted() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      Thread.currentThread().interrupt();
      file.write(0, TEXT, 0, 5);
      file.writeDurable(5, TEXT, 5, 5);
      disk().syncDirectory();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(textAt(file, 0, 10)).isEqualTo("0123456789");
    }
  }

  @Test
  void mapWrites_interruptedThread_writesInsideAndBehindTheMapping() {
    try (DiskFile file = disk().open("a", OpenMode.CREATE_NEW)) {
      file.write(0, new byte[8], 0, 8);
      Thread.currentThread().interrupt();
      file.mapWrites();
      file.write(2, TEXT, 2, 5);
      file.write(7, TEXT, 7, 3);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.size()).isEqualTo(10);
      assertThat(textAt(file, 2, 8)).isEqualTo("23456789");
      file.sync();
    }
    try (DiskFile file = disk().open("a", OpenMode.EXISTING)) {
      assertThat(textAt(file, 2, 8)).isEqualTo("23456789");
    }
  }

  @Test
  void write_closedMapping_isRefused() {
    DiskFile file = disk().open("a", OpenMode.CREATE_NEW);
    file.write(0, TEXT, 0, 10);
    file.mapWrites();
    file.close();
    assertThatThrownBy(() -> file.write(0, TEXT, 0, 1)).isInstanceOf(StorageFailureException.class);
  }

  @Test
  void write_closedFile_isRefused() {
    DiskFile file = disk().open("a", OpenMode.CREATE_NEW);
    file.close();
    assertThatThrownBy(() -> file.write(0, TEXT, 0, 1)).isInstanceOf(StorageFailureException.class);
  }

  @Test
  void lock_secondOpener_isRefusedUntilTheFirstCloses() {
    DirectoryLock first = disk().lock();
    assertThatThrownBy(() -> disk().lock())
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("open in this process");
    first.close();
    first.close();
    disk().lock().close();
  }

  private static String textAt(DiskFile file, long position, int length) {
    byte[] target = new byte[length];
    int count = file.read(position, target, 0, length);
    return new String(target, 0, count, StandardCharsets.US_ASCII);
  }
}
