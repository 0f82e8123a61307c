package dev.tidemark.durability;

import dev.tidemark.types.StorageFailureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A disk in memory that fails as real ones do. Writes go to a cache until they are synced, files
 * come and go for good only when their directory is synced. Every change is an operation with a
 * number, from 1; a fault can be set for each. What a crash leaves is a new disk.
 */
public final class SimulatedDisk implements Disk {
  private static final int SECTOR = 512;

  /** What goes wrong at an operation. */
  public enum Fault {
    /**
     * The power goes: this operation and all later ones fail, {@link #crash} tells what is left.
     */
    POWER_CUT,
    /** The operation fails and has no effect; what a failed sync should have synced is dropped. */
    ERROR,
    /** A write stops half-way and fails; other operations fail as for ERROR. */
    SHORT_WRITE,
    /** From here on every write and creation fails for want of space. */
    DISK_FULL
  }

  /** What is left of unsynced writes after a crash. */
  public enum Survival {
    NOTHING,
    /** All of it, as when the process is killed and the machine lives on. */
    EVERYTHING,
    /** The first so many writes, the last of them cut at any byte. */
    TORN_PREFIX,
    /** Any sectors of any writes. */
    ANY_SECTORS,
    /** All of it, with one bit of the last write wrong. */
    FLIPPED_BIT
  }

  private static final class Inode {
    private byte[] cached = {};
    private byte[] durable = {};

    Inode() {}

    Inode(Inode copied) {
      cached = copied.cached.clone();
      durable = copied.durable.clone();
    }
  }

  private static final class Write {
    private final Inode file;
    private final int offset;
    private final byte[] bytes;

    Write(Inode file, int offset, byte[] bytes) {
      this.file = file;
      this.offset = offset;
      this.bytes = bytes;
    }

    private Write part(int from, int to) {
      return new Write(file, offset + from, Arrays.copyOfRange(bytes, from, to));
    }
  }

  private final TreeMap<String, Inode> directory = new TreeMap<>();
  private final TreeMap<String, Inode> durableDirectory = new TreeMap<>();
  private final List<Write> unsynced = new ArrayList<>();
  private boolean locked;
  private long operations;
  private long bytesRead;
  private int openFiles;
  private boolean refusesMappings;
  private long faultAt = -1;
  private Fault fault;

  /** Sets the fault of one operation. */
  public synchronized SimulatedDisk failAt(long operation, Fault what) {
    faultAt = operation;
    fault = what;
    return this;
  }

  /** Number of the last operation. */
  public synchronized long operations() {
    return operations;
  }

  public synchronized long bytesRead() {
    return bytesRead;
  }

  /** Files opened and not closed again. */
  public synchronized int openFiles() {
    return openFiles;
  }

  /** Has every attempt to map a file fail from now on. */
  public synchronized void refuseMappings() {
    refusesMappings = true;
  }

  /** Bytes of a file as a reader sees it, to be looked at or damaged. */
  public synchronized byte[] content(String name) {
    return directory.get(name).cached.clone();
  }

  /** Replaces or creates a file, durably, without an operation. */
  public synchronized void plant(String name, byte[] content) {
    Inode file = new Inode();
    file.cached = content.clone();
    file.durable = content.clone();
    directory.put(name, file);
    durableDirectory.put(name, file);
  }

  /** Removes a file, durably, without an operation. */
  public synchronized void remove(String name) {
    directory.remove(name);
    durableDirectory.remove(name);
  }

  /**
   * The disk as found after a crash now; this one stays as it is. Nothing is unsynced on it, unless
   * everything has survived: then only the process was killed, and the cache is as it was.
   */
  public synchronized SimulatedDisk crash(Survival survival, long seed) {
    return survival == Survival.EVERYTHING ? kill() : cutPower(survival, new Random(seed));
  }

  private SimulatedDisk kill() {
    SimulatedDisk after = new SimulatedDisk();
    Map<Inode, Inode> copies = new HashMap<>();
    directory.forEach((name, file) -> after.directory.put(name, copy(file, copies)));
    durableDirectory.forEach((name, file) -> after.durableDirectory.put(name, copy(file, copies)));
    for (Write write : unsynced) {
      after.unsynced.add(new Write(copy(write.file, copies), write.offset, write.bytes.clone()));
    }
    return after;
  }

  private static Inode copy(Inode file, Map<Inode, Inode> copies) {
    return copies.computeIfAbsent(file, original -> new Inode(original));
  }

  private SimulatedDisk cutPower(Survival survival, Random random) {
    List<Write> survivors = survivors(survival, random);
    SimulatedDisk after = new SimulatedDisk();
    TreeMap<String, Inode> names = new TreeMap<>(directory);
    durableDirectory.forEach(
        (name, file) ->
            names.merge(name, file, (now, before) -> either(now, before, survival, random)));
    names.forEach(
        (name, file) -> {
          if (exists(name, survival, random)) {
            after.plant(name, contentAfter(file, survivors));
          }
        });
    return after;
  }

  /** Which file has the name that was renamed onto the other. */
  private static Inode either(Inode now, Inode before, Survival survival, Random random) {
    return survival == Survival.NOTHING || (now != before && random.nextBoolean()) ? before : now;
  }

  private boolean exists(String name, Survival survival, Random random) {
    boolean before = durableDirectory.containsKey(name);
    boolean now = directory.containsKey(name);
    return switch (survival) {
      case NOTHING -> before;
      default -> before == now ? now : random.nextBoolean();
    };
  }

  private static byte[] contentAfter(Inode file, List<Write> survivors) {
    byte[] content = file.durable.clone();
    for (Write write : survivors) {
      if (write.file == file) {
        content = apply(write, content);
      }
    }
    return content;
  }

  private List<Write> survivors(Survival survival, Random random) {
    return switch (survival) {
      case NOTHING, EVERYTHING -> List.of();
      case TORN_PREFIX -> tornPrefix(random);
      case ANY_SECTORS -> anySectors(random);
      case FLIPPED_BIT -> flippedBit(random);
    };
  }

  private List<Write> tornPrefix(Random random) {
    if (unsynced.isEmpty()) {
      return List.of();
    }
    int torn = unsynced.size() - 1 - random.nextInt(Math.min(3, unsynced.size()));
    List<Write> survivors = new ArrayList<>(unsynced.subList(0, torn));
    Write last = unsynced.get(torn);
    survivors.add(last.part(0, random.nextInt(last.bytes.length + 1)));
    return survivors;
  }

  private List<Write> anySectors(Random random) {
    List<Write> survivors = new ArrayList<>();
    for (Write write : unsynced) {
      for (int from = 0; from < write.bytes.length; ) {
        int to = Math.min(write.bytes.length, from + SECTOR - (write.offset + from) % SECTOR);
        if (random.nextBoolean()) {
          survivors.add(write.part(from, to));
        }
        from = to;
      }
    }
    return survivors;
  }

  /**
   * Flips a bit in a byte that the last write changes. Bytes it leaves as they are stay so, as they
   * must when a record is appended to a sector that holds an older one.
   */
  private List<Write> flippedBit(Random random) {
    List<Write> survivors = new ArrayList<>(unsynced);
    if (!survivors.isEmpty()) {
      Write last = survivors.remove(survivors.size() - 1);
      Write damaged = last.part(0, last.bytes.length);
      int[] changed = changedBytes(last);
      if (changed.length > 0) {
        damaged.bytes[changed[random.nextInt(changed.length)]] ^= (byte) (1 << random.nextInt(8));
      }
      survivors.add(damaged);
    }
    return survivors;
  }

  private static int[] changedBytes(Write write) {
    byte[] before = write.file.durable;
    return IntStream.range(0, write.bytes.length)
        .filter(
            i -> write.offset + i >= before.length || before[write.offset + i] != write.bytes[i])
        .toArray();
  }

  private static byte[] apply(Write write, byte[] content) {
    int end = write.offset + write.bytes.length;
    byte[] result = end > content.length ? Arrays.copyOf(content, end) : content;
    System.arraycopy(write.bytes, 0, result, write.offset, write.bytes.length);
    return result;
  }

  /** Counts an operation and returns whether it is the one to fail. */
  private boolean isFaulty() {
    operations++;
    boolean over = faultAt >= 0 && operations > faultAt;
    if (over && fault == Fault.POWER_CUT) {
      throw failure("power is off");
    }
    return operations == faultAt;
  }

  private void failIfFaulty() {
    if (isFaulty()) {
      throw failure("injected " + fault);
    }
  }

  private void failIfFull() {
    if (fault == Fault.DISK_FULL && operations >= faultAt) {
      throw failure("the disk is full");
    }
  }

  private static StorageFailureException failure(String why) {
    return new StorageFailureException("simulated disk: " + why);
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(directory.keySet());
  }

  @Override
  public synchronized DiskFile open(String name, OpenMode mode) {
    if (mode == OpenMode.CREATE_NEW) {
      create(name);
    } else if (!directory.containsKey(name)) {
      throw failure("no file " + name);
    }
    return new File(directory.get(name));
  }

  private void create(String name) {
    failIfFaulty();
    failIfFull();
    if (directory.containsKey(name)) {
      throw failure("file exists: " + name);
    }
    directory.put(name, new Inode());
  }

  @Override
  public synchronized void delete(String name) {
    failIfFaulty();
    directory.remove(name);
  }

  @Override
  public synchronized void rename(String from, String to) {
    failIfFaulty();
    if (!directory.containsKey(from)) {
      throw failure("no file " + from);
    }
    directory.put(to, directory.remove(from));
  }

  @Override
  public synchronized void syncDirectory() {
    failIfFaulty();
    durableDirectory.clear();
    durableDirectory.putAll(directory);
  }

  @Override
  public synchronized DirectoryLock lock() {
    if (locked) {
      throw failure("the directory is open in this process");
    }
    locked = true;
    return () -> locked = false;
  }

  private final class File implements DiskFile {
    private final Inode inode;
    private boolean open = true;

    File(Inode inode) {
      this.inode = inode;
      openFiles++;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        int count = (int) Math.max(0, Math.min(length, inode.cached.length - position));
        System.arraycopy(
            inode.cached, (int) Math.min(position, inode.cached.length), target, offset, count);
        bytesRead += count;
        return count;
      }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      synchronized (SimulatedDisk.this) {
        cache(position, source, offset, length);
      }
    }

    private Write cache(long position, byte[] source, int offset, int length) {
      requireOpen();
      Write write =
          new Write(inode, (int) position, Arrays.copyOfRange(source, offset, offset + length));
      boolean faulty = isFaulty();
      failIfFull();
      if (faulty && fault == Fault.SHORT_WRITE) {
        cache(write.part(0, length / 2));
      } else if (!faulty || fault == Fault.POWER_CUT) {
        cache(write);
      }
      if (faulty) {
        throw failure("injected " + fault);
      }
      return write;
    }

    private void cache(Write write) {
      inode.cached = apply(write, inode.cached);
      unsynced.add(write);
    }

    /** A mapped write reaches the cache as any other does. */
    @Override
    public void mapWrites() {
      synchronized (SimulatedDisk.this) {
        if (refusesMappings) {
          throw failure("no more mappings");
        }
      }
    }

    @Override
    public void writeDurable(long position, byte[] source, int offset, int length) {
      synchronized (SimulatedDisk.this) {
        Write write = cache(position, source, offset, length);
        unsynced.remove(unsynced.size() - 1);
        inode.durable = apply(write, inode.durable);
        unsynced.replaceAll(older -> older.file == inode ? overlaid(older, write) : older);
      }
    }

    /** The cache holds one version of each byte: an older write cannot come back over this one. */
    private static Write overlaid(Write older, Write newer) {
      int from = Math.max(older.offset, newer.offset);
      int to = Math.min(older.offset + older.bytes.length, newer.offset + newer.bytes.length);
      if (from < to) {
        System.arraycopy(
            newer.bytes, from - newer.offset, older.bytes, from - older.offset, to - from);
      }
      return older;
    }

    @Override
    public void sync() {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        boolean faulty = isFaulty();
        if (!faulty) {
          inode.durable = contentAfter(inode, unsynced);
        }
        // A kernel that failed to write pages back marks them clean all the same.
        if (!faulty || fault != Fault.POWER_CUT) {
          unsynced.removeIf(write -> write.file == inode);
        }
        if (faulty) {
          throw failure("injected " + fault);
        }
      }
    }

    @Override
    public long size() {
      synchronized (SimulatedDisk.this) {
        requireOpen();
        return inode.cached.length;
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedDisk.this) {
        openFiles -= open ? 1 : 0;
        open = false;
      }
    }

    private void requireOpen() {
      if (!open) {
        throw failure("the file is closed");
      }
    }
  }
}
