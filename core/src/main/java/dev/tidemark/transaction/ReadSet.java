package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a transaction relied on: single states, absence included, and whole ranges. */
final class ReadSet {
  private static final String CHANGED = "key changed after it was read";
  private static final String PART = "part of a value changed after it was read or edited";
  private static final String RANGE = "range changed after it was read";

  private static final int FIRST_CAPACITY = 8;
  private static final int KEPT_CAPACITY = 1024;

  /** The states read, in parallel arrays: which entry of which partition, and what it showed. */
  private Partition[] partitions = new Partition[FIRST_CAPACITY];

  private Entry[] entries = new Entry[FIRST_CAPACITY];
  private Version[] seen = new Version[FIRST_CAPACITY];
  private int count;

  private final List<Read> others = new ArrayList<>(2);

  /**
   * A state of a run that all else relies on. Kept when all is forgotten: mostly it is the next.
   */
  private RunPartitions.Vetted vetted;

  private boolean reliesOnVetted;

  private sealed interface Read {}

  /** A key that had no entry. */
  private record AbsentRead(RunPartitions run, KeySpace space, byte[] key) implements Read {}

  /** All keys of a range, those that did not exist included. */
  private record RangeRead(RunPartitions run, KeySpace space, KeyRange range) implements Read {}

  /** What lies at a path of an entry's value, absence included. */
  private record PathRead(Partition partition, Entry entry, ValuePath path) implements Read {}

  /** Adds a state of an entry that exists; null if it had none at the view. */
  void addEntry(Partition partition, Entry entry, Version state) {
    if (count > 0 && entries[count - 1] == entry) {
      return;
    }
    if (count == entries.length) {
      resize(2 * count);
    }
    partitions[count] = partition;
    entries[count] = entry;
    seen[count] = state;
    count++;
  }

  /** Adds the present state of an entry that was looked into before. */
  void addVetted(RunPartitions.Vetted state) {
    boolean isKept = vetted != null && vetted.state() == state.state();
    if (reliesOnVetted && !isKept) {
      addEntry(state.partition(), state.entry(), state.state());
      return;
    }
    if (!isKept) { // A store costs the garbage collector more than a look.
      vetted = state;
    }
    reliesOnVetted = true;
  }

  private void resize(int capacity) {
    partitions = Arrays.copyOf(partitions, capacity);
    entries = Arrays.copyOf(entries, capacity);
    seen = Arrays.copyOf(seen, capacity);
  }

  void addAbsent(RunPartitions run, KeySpace space, byte[] key) {
    others.add(new AbsentRead(run, space, key));
  }

  void addRange(RunPartitions run, KeySpace space, KeyRange range) {
    others.add(new RangeRead(run, space, range));
  }

  void addPath(Partition partition, Entry entry, ValuePath path) {
    others.add(new PathRead(partition, entry, path));
  }

  /** Forgets all reads. */
  void clear() {
    reliesOnVetted = false;
    if (count > 0) {
      Arrays.fill(partitions, 0, count, null);
      Arrays.fill(entries, 0, count, null);
      Arrays.fill(seen, 0, count, null);
      count = 0;
    }
    if (!others.isEmpty()) {
      others.clear();
    }
    if (entries.length > KEPT_CAPACITY) {
      resize(FIRST_CAPACITY);
    }
  }

  /** Visits the partitions of which ranges were read. */
  void forEachScanned(Consumer<Partition> action) {
    for (Read read : others) {
      if (read instanceof RangeRead r) {
        action.accept(r.run.get(r.space));
      }
    }
  }

  /** Visits the keys read one by one, ranges and states of runs left out. */
  void forEachKey(BiConsumer<Key, Partition> action) {
    for (int i = 0; i < count; i++) {
      action.accept(partitions[i].key(entries[i].key()), partitions[i]);
    }
    for (Read read : others) {
      if (read instanceof AbsentRead r) {
        action.accept(new Key(r.run.run(), r.space, r.key), r.run.get(r.space));
      } else if (read instanceof PathRead r) {
        action.accept(r.partition.key(r.entry.key()), r.partition);
      }
    }
  }

  /**
   * What a commit lost to.
   *
   * @param range the range relied on, or null if it was the key alone
   * @param path the part of the value relied on, or null if it was all of it
   * @param undecided the entry held by a commit in progress that may yet fail, or null
   */
  record Conflict(
      String what,
      Key key,
      KeyRange range,
      ValuePath path,
      long expected,
      long actual,
      Entry undecided) {
    private static final int PATIENCE = 200;

    /** A conflict with a commit in progress. */
    static Conflict inProgress(String what, Key key, Version seen, Entry entry) {
      return new Conflict(what, key, null, null, versionOf(seen), Versioned.PENDING, entry);
    }

    static Conflict changed(String what, Key key, Version seen, Version newest) {
      return new Conflict(what, key, null, null, versionOf(seen), newest.version(), null);
    }

    /** This conflict, found in a range that was relied on. */
    Conflict within(KeyRange wholeRange) {
      return new Conflict(what, key, wholeRange, null, expected, actual, undecided);
    }

    /** This conflict, found at a path of the key's value that was relied on. */
    Conflict at(ValuePath part) {
      return new Conflict(what, key, null, part, expected, actual, undecided);
    }

    /** Waits a little for a commit in progress; whether it has let go of the entry. */
    boolean awaitDecision(Object self) {
      if (undecided == null) {
        return false;
      }
      for (int i = 0; i < PATIENCE && undecided.isLockedByOther(self); i++) {
        Thread.onSpinWait();
      }
      return !undecided.isLockedByOther(self);
    }

    ConflictException toException() {
      return new ConflictException(what, key, range, path, expected, actual);
    }

    private static long versionOf(Version version) {
      return version == null || version.value() == null ? Versioned.ABSENT : version.version();
    }
  }

  /**
   * Finds the first read that no longer holds among the newest installed versions.
   *
   * @param self the committing transaction, which may have locked what it read
   * @return null if all hold
   */
  Conflict firstConflict(Object self, long viewVersion) {
    if (reliesOnVetted) {
      Conflict conflict = check(vetted.partition(), vetted.entry(), vetted.state(), self, CHANGED);
      if (conflict != null) {
        return conflict;
      }
    }
    for (int i = 0; i < count; i++) {
      Conflict conflict = check(partitions[i], entries[i], seen[i], self, CHANGED);
      if (conflict != null) {
        return conflict;
      }
    }
    for (Read read : others) {
      Conflict conflict = conflict(read, self, viewVersion);
      if (conflict != null) {
        return conflict;
      }
    }
    return null;
  }

  private static Conflict conflict(Read read, Object self, long viewVersion) {
    if (read instanceof AbsentRead absent) {
      return absentConflict(absent, self);
    } else if (read instanceof PathRead part) {
      return pathConflict(part, self, viewVersion);
    }
    return rangeConflict((RangeRead) read, self, viewVersion);
  }

  private static Conflict absentConflict(AbsentRead r, Object self) {
    Partition partition = r.run.find(r.space);
    Entry entry = partition == null ? null : partition.find(r.key);
    return entry == null
        ? null
        : check(partition, entry, null, self, "key was created after it was found absent");
  }

  private static Conflict pathConflict(PathRead r, Object self, long viewVersion) {
    if (r.entry.isRemoved()) {
      return check(r.partition, r.entry, null, self, PART);
    }
    boolean locked = r.entry.isLockedByOther(self);
    Version newer = MultiVersionMap.newerAt(r.entry, r.path, viewVersion);
    if (newer == null && !locked) {
      return null;
    }
    Key key = r.partition.key(r.entry.key());
    Version seen = MultiVersionMap.at(r.entry, viewVersion);
    return newer == null
        ? Conflict.inProgress(PART, key, seen, r.entry).at(r.path)
        : Conflict.changed(PART, key, seen, newer).at(r.path);
  }

  private static Conflict rangeConflict(RangeRead r, Object self, long viewVersion) {
    Partition partition = r.run.find(r.space);
    if (partition == null) {
      return null;
    }
    for (Entry entry : partition.entries(r.range)) {
      boolean locked = entry.isLockedByOther(self);
      Version newest = entry.newest();
      if (newest != null && newest.version() > viewVersion) {
        Version seen = MultiVersionMap.at(entry, viewVersion);
        return Conflict.changed(RANGE, partition.key(entry.key()), seen, newest).within(r.range);
      } else if (locked) {
        return Conflict.inProgress(RANGE, partition.key(entry.key()), newest, entry)
            .within(r.range);
      }
    }
    return null;
  }

  /**
   * Compares a state seen with the newest. The lock is read before the version: a committer
   * installs before it unlocks, so an entry found unlocked shows every version of those who held it
   * before.
   */
  private static Conflict check(
      Partition partition, Entry entry, Version seen, Object self, String what) {
    if (entry.isRemoved()) { // It was seen absent; only the key's next entry can tell otherwise.
      Entry next = partition.findCurrent(entry.key());
      return next == null || next.isRemoved() ? null : check(partition, next, null, self, what);
    }
    boolean locked = entry.isLockedByOther(self);
    Version newest = entry.newest();
    if (newest != seen) {
      return Conflict.changed(what, partition.key(entry.key()), seen, newest);
    }
    return locked ? Conflict.inProgress(what, partition.key(entry.key()), seen, entry) : null;
  }
}
