package dev.tidemark.durability;

import dev.tidemark.durability.ManifestFormat.Slot;
import dev.tidemark.types.UnsupportedFormatException;
import java.util.UUID;

/**
 * Knows the newest segment of the log that was ever begun, so that one that went missing is noticed
 * although nothing follows it. Used by one thread at a time.
 */
final class Manifest {
  static final String NAME = "tidemark.manifest";

  private final DiskFile file;
  private Slot current;

  private Manifest(DiskFile file, Slot current) {
    this.file = file;
    this.current = current;
  }

  /**
   * What the directory must hold, or null if nothing says so: there is no manifest, or it was being
   * made.
   *
   * @throws UnsupportedFormatException if another format version wrote it
   */
  static Slot read(Disk disk) {
    if (!disk.list().contains(NAME)) {
      return null;
    }
    try (DiskFile file = disk.open(NAME, OpenMode.EXISTING)) {
      byte[] bytes = new byte[ManifestFormat.FILE_BYTES];
      file.read(0, bytes, 0, bytes.length);
      Slot first = ManifestFormat.decode(bytes, 0, NAME);
      Slot second = ManifestFormat.decode(bytes, ManifestFormat.SECOND_SLOT_AT, NAME);
      return isNewer(second, first) ? second : first;
    }
  }

  private static boolean isNewer(Slot one, Slot other) {
    return one != null && (other == null || one.sequence() > other.sequence());
  }

  /**
   * Opens or makes the manifest of a database whose newest segment is this one.
   *
   * @param found what {@link #read} found
   */
  static Manifest open(Disk disk, Slot found, UUID databaseId, long segment) {
    if (found == null && disk.list().contains(NAME)) {
      disk.delete(NAME);
    }
    Manifest manifest =
        found == null
            ? create(disk, databaseId)
            : new Manifest(disk.open(NAME, OpenMode.EXISTING), found);
    try {
      manifest.segmentBegun(segment);
      return manifest;
    } catch (Throwable e) {
      manifest.close();
      throw e;
    }
  }

  private static Manifest create(Disk disk, UUID databaseId) {
    DiskFile file = disk.open(NAME, OpenMode.CREATE_NEW);
    try {
      file.writeDurable(0, new byte[ManifestFormat.FILE_BYTES], 0, ManifestFormat.FILE_BYTES);
      disk.syncDirectory();
      return new Manifest(file, new Slot(databaseId, 0, 0));
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /** Notes, durably, that a segment's header is durable. Call it before a record goes there. */
  void segmentBegun(long number) {
    if (number > current.segment()) {
      Slot next = new Slot(current.databaseId(), current.sequence() + 1, number);
      file.writeDurable(next.offset(), ManifestFormat.encode(next), 0, ManifestFormat.SLOT_BYTES);
      current = next;
    }
  }

  void close() {
    file.close();
  }
}
