package dev.tidemark.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.types.StorageFailureException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContractTest {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Override
  Disk disk() {
    return disk;
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private DiskFile syncedFile(int length) {
    DiskFile file = disk.open("a", OpenMode.CREATE_NEW);
    file.write(0, bytes(length, 1), 0, length);
    file.sync();
    disk.syncDirectory();
    return file;
  }

  @Test
  void crash_unsyncedWrite_isLostOrKept() {
    DiskFile file = syncedFile(8);
    file.write(4, bytes(8, 2), 0, 8);
    assertThat(disk.crash(Survival.NOTHING, 1).content("a")).isEqualTo(bytes(8, 1));
    assertThat(disk.crash(Survival.EVERYTHING, 1).content("a")).hasSize(12).endsWith(2, 2);
  }

  @Test
  void crash_durableWrite_isKeptAndNotUndoneByAnOlderOne() {
    DiskFile file = syncedFile(8);
    file.write(0, bytes(8, 2), 0, 8);
    file.writeDurable(2, bytes(2, 3), 0, 2);
    assertThat(disk.crash(Survival.NOTHING, 1).content("a"))
        .containsExactly(1, 1, 3, 3, 1, 1, 1, 1);
    assertThat(disk.crash(Survival.EVERYTHING, 1).content("a"))
        .containsExactly(2, 2, 3, 3, 2, 2, 2, 2);
  }

  @Test
  void crash_tornWrite_keepsAPrefix() {
    DiskFile file = syncedFile(8);
    file.write(0, bytes(8, 2), 0, 8);
    byte[] content = disk.crash(Survival.TORN_PREFIX, 5).content("a");
    int torn = new String(content, StandardCharsets.ISO_8859_1).indexOf(1);
    assertThat(torn).isBetween(0, 7);
    assertThat(content).isEqualTo(concat(bytes(torn, 2), bytes(8 - torn, 1)));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void crash_unsyncedDirectory_losesTheFile() {
    disk.open("a", OpenMode.CREATE_NEW).sync();
    assertThat(disk.crash(Survival.NOTHING, 1).list()).isEmpty();
    disk.syncDirectory();
    disk.delete("a");
    assertThat(disk.crash(Survival.NOTHING, 1).list()).containsExactly("a");
  }

  @Test
  void failAt_powerCut_failsFromThereOn() {
    DiskFile file = syncedFile(8);
    disk.failAt(disk.operations() + 1, Fault.POWER_CUT);
    assertThatThrownBy(() -> file.write(0, bytes(1, 7), 0, 1))
        .isInstanceOf(StorageFailureException.class);
    assertThatThrownBy(disk::syncDirectory).isInstanceOf(StorageFailureException.class);
    assertThat(disk.crash(Survival.NOTHING, 1).content("a")).startsWith(1);
    assertThat(disk.crash(Survival.EVERYTHING, 1).content("a")).startsWith(7);
  }

  @Test
  void failAt_failingSync_dropsWhatItShouldHaveSynced() {
    DiskFile file = syncedFile(8);
    file.write(0, bytes(8, 2), 0, 8);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(file::sync).isInstanceOf(StorageFailureException.class);
    file.sync();
    assertThat(disk.crash(Survival.EVERYTHING, 1).content("a")).isEqualTo(bytes(8, 2));
    assertThat(disk.crash(Survival.TORN_PREFIX, 1).content("a")).isEqualTo(bytes(8, 1));
  }

  @Test
  void failAt_shortWrite_appliesHalf() {
    DiskFile file = syncedFile(8);
    disk.failAt(disk.operations() + 1, Fault.SHORT_WRITE);
    assertThatThrownBy(() -> file.write(0, bytes(8, 2), 0, 8))
        .isInstanceOf(StorageFailureException.class);
    assertThat(disk.content("a")).containsExactly(2, 2, 2, 2, 1, 1, 1, 1);
  }

  @Test
  void failAt_diskFull_refusesEveryLaterWrite() {
    DiskFile file = syncedFile(8);
    disk.failAt(disk.operations() + 1, Fault.DISK_FULL);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> file.write(8, bytes(8, 2), 0, 8))
          .isInstanceOf(StorageFailureException.class);
    }
    file.sync();
    assertThat(disk.content("a")).hasSize(8);
  }
}
