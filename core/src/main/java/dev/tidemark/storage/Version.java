package dev.tidemark.storage;

import dev.tidemark.types.HeapSize;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** One state of one entry: what a commit made of it. Links to the state before. */
public class Version {
  private static final VarHandle OLDER;

  static {
    try {
      OLDER = MethodHandles.lookup().findVarHandle(Version.class, "older", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Ends a chain whose older part was pruned: what is behind it must not be taken for absent. */
  static final Version PRUNED = new Version(null, 0, 0, 0);

  private final Value value;
  private final long version;
  private final long timeMicros;
  private char depth = 1;
  private final char footprint;
  private Version older;

  private Version(Value value, long version, long timeMicros, long ownBytes) {
    this.footprint = Footprint.code(value == null ? ownBytes : ownBytes + HeapSize.of(value));
    this.value = value;
    this.version = version;
    this.timeMicros = timeMicros;
  }

  /**
   * The state a mutation leaves, as of a commit.
   *
   * @param before the state it is made onto, null if there is none; only an edit asks
   */
  public static Version of(Mutation mutation, Version before, long version, long timeMicros) {
    if (mutation instanceof Mutation.Edit edit) {
      boolean absent = before == null;
      return of(
          edit.onto(absent ? null : before.value(), absent ? 0 : before.expiresAtMicros()),
          version,
          timeMicros);
    }
    return of(mutation, version, timeMicros);
  }

  /**
   * The state an edit leaves, as of a commit.
   *
   * @param result the edit made onto the state before
   * @param written the parts it wrote
   */
  public static Version edited(
      Mutation.Put result, List<ValuePath> written, long version, long timeMicros) {
    return new Edited(result, written, version, timeMicros);
  }

  /** The state a mutation other than an edit leaves, as of a commit. */
  public static Version of(Mutation mutation, long version, long timeMicros) {
    if (mutation instanceof Mutation.Put put) {
      return put.expiresAtMicros() == Mutation.NEVER
          ? new Version(put.value(), version, timeMicros, Footprint.VERSION)
          : new Expiring(put, version, timeMicros);
    }
    return new Version(null, version, timeMicros, Footprint.VERSION);
  }

  /** The value, or null if the key was deleted. */
  public Value value() {
    return value;
  }

  public long version() {
    return version;
  }

  public long timeMicros() {
    return timeMicros;
  }

  /** The value with its commit; not of a deletion. */
  public Versioned<Value> versioned() {
    return new Versioned<>(value, version, timeMicros);
  }

  public long expiresAtMicros() {
    return Mutation.NEVER;
  }

  /**
   * Whether this commit wrote the part of the value at this path, or a part of it, or around it.
   */
  boolean writes(ValuePath path) {
    return true;
  }

  /** The state before: null if there was none, {@link MultiVersionMap#isPruned} if it is gone. */
  public Version older() {
    return (Version) OLDER.getAcquire(this);
  }

  /** Links a state that is not installed yet to the one before. */
  void setOlder(Version before) {
    older = before;
  }

  /**
   * Cuts off all older states, and counts them off. Of several who cut at one chain at once, each
   * counts what it took off itself.
   *
   * @return how many this call took off
   */
  int cutOlder(StoreSize size) {
    int count = 0;
    long bytes = 0;
    for (Version v = takeOlder(); v != null; v = v.takeOlder()) {
      count++;
      bytes += v.bytes();
    }
    if (count > 0) {
      size.cutOff(count, bytes);
    }
    return count;
  }

  /** Puts the mark behind this state; null if there was nothing, or it was taken already. */
  private Version takeOlder() {
    Version before = older; // The exchange finds out whether it is still that.
    boolean taken = before != null && before != PRUNED && OLDER.compareAndSet(this, before, PRUNED);
    return taken ? before : null;
  }

  /** Whether all there is to remove is what was put under this state, of which nothing is long. */
  boolean isPlainOverwrite() {
    return depth == 2 && value != null && expiresAtMicros() == Mutation.NEVER;
  }

  /** Whether there are older states that were not cut off. */
  boolean hasOlder() {
    Version before = older();
    return before != null && before != PRUNED;
  }

  /** Versions from this one down, modulo 65,536; an upper bound, since cuts do not lower it. */
  int depth() {
    return depth;
  }

  void setDepth(int depth) {
    this.depth = (char) depth;
  }

  /** Estimated heap bytes with the value; kept, so that cutting it off reads nothing of it. */
  long bytes() {
    return Footprint.decode(footprint);
  }

  /** A state that ends by itself. A class of its own keeps the common one small. */
  private static class Expiring extends Version {
    private final long expiresAtMicros;

    Expiring(Mutation.Put put, long version, long timeMicros) {
      super(put.value(), version, timeMicros, Footprint.EXPIRING);
      this.expiresAtMicros = put.expiresAtMicros();
    }

    @Override
    public long expiresAtMicros() {
      return expiresAtMicros;
    }
  }

  /** A state made from the one before by writing parts of it. */
  private static final class Edited extends Expiring {
    private final WrittenPaths written;

    Edited(Mutation.Put result, List<ValuePath> written, long version, long timeMicros) {
      super(result, version, timeMicros);
      this.written = new WrittenPaths(written);
    }

    @Override
    boolean writes(ValuePath path) {
      return written.overlaps(path);
    }
  }
}
