package dev.tidemark.durability;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A disk whose syncs and durable writes stop at a gate while it is closed. */
public final class GatedDisk implements Disk {
  private final Disk disk;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch arrival = new CountDownLatch(0);

  public GatedDisk(Disk disk) {
    this.disk = disk;
  }

  public void close() {
    arrival = new CountDownLatch(1);
    gate = new CountDownLatch(1);
  }

  public void open() {
    gate.countDown();
  }

  /** Waits until somebody stands at the closed gate. */
  public void awaitArrival() throws InterruptedException {
    arrival.await();
  }

  private void pass() {
    arrival.countDown();
    boolean interrupted = false;
    while (gate.getCount() > 0) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> list() {
    return disk.list();
  }

  @Override
  public DiskFile open(String name, OpenMode mode) {
    return new GatedFile(disk.open(name, mode));
  }

  @Override
  public void delete(String name) {
    disk.delete(name);
  }

  @Override
  public void rename(String from, String to) {
    disk.rename(from, to);
  }

  @Override
  public void syncDirectory() {
    disk.syncDirectory();
  }

  @Override
  public DirectoryLock lock() {
    return disk.lock();
  }

  private final class GatedFile implements DiskFile {
    private final DiskFile file;

    GatedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      file.write(position, source, offset, length);
    }

    @Override
    public void mapWrites() {
      file.mapWrites();
    }

    @Override
    public void writeDurable(long position, byte[] source, int offset, int length) {
      pass();
      file.writeDurable(position, source, offset, length);
    }

    @Override
    public void sync() {
      pass();
      file.sync();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
