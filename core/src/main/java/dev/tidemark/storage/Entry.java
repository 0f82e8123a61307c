package dev.tidemark.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A key and its versions, newest first. It is locked by at most one committing transaction, from
 * before its reads are validated until its new version is in place.
 */
public final class Entry {
  private static final int CUT_INTERVAL = 16;
  private static final int CUT_LINKS = 256;
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Entry.class, "owner", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final byte[] key;
  private final int hash;
  private volatile Version newest;
  private volatile Object owner;

  Entry(byte[] key, int hash, Object owner) {
    this.key = key;
    this.hash = hash;
    OWNER.set(this, owner);
  }

  /** The user key's bytes, shared: not to be changed. */
  public byte[] key() {
    return key;
  }

  int hash() {
    return hash;
  }

  /** The newest installed version, visible or not; null before the first. */
  public Version newest() {
    return newest;
  }

  /**
   * The newest version a view sees.
   *
   * @return null if the key did not exist then, {@link Version#PRUNED} if it is no longer known
   */
  Version at(long viewVersion) {
    Version v = newest;
    while (v != null && v.version() > viewVersion) {
      v = v.older();
    }
    return v;
  }

  /** Takes the lock if it is free. */
  public boolean tryLock(Object committer) {
    return owner == null && OWNER.compareAndSet(this, null, committer);
  }

  public boolean isLockedBy(Object committer) {
    return owner == committer;
  }

  public boolean isLockedByOther(Object committer) {
    Object holder = owner;
    return holder != null && holder != committer;
  }

  /** Who holds the lock, or null. */
  public Object owner() {
    return owner;
  }

  public void unlock(Object committer) {
    assert owner == committer : "unlocked by another than its owner";
    owner = null;
  }

  /**
   * Puts a version on top; the caller holds the lock. What no view at or above the horizon can see
   * is cut off behind the version that such a view sees.
   */
  void install(Version next, long horizon) {
    Version previous = newest;
    assert previous == null || previous.version() < next.version() : "versions out of order";
    if (previous != null) {
      next.setOlder(next.version() <= horizon ? Version.PRUNED : previous);
      next.setDepth(next.version() <= horizon ? 1 : 1 + cut(previous, horizon));
    }
    newest = next;
  }

  /**
   * Cuts a chain behind its first version at or below the horizon. Looks at the top only, but for
   * every 16th version: many commits of one key in flight keep the top above the horizon.
   *
   * @return how deep the chain now is
   */
  private static int cut(Version top, long horizon) {
    int links = top.depth() % CUT_INTERVAL == 0 ? CUT_LINKS : 1;
    Version v = top;
    for (int depth = 1; depth <= links && v != null && v != Version.PRUNED; depth++) {
      if (v.version() <= horizon) {
        if (v.older() != null) {
          v.setOlder(Version.PRUNED);
        }
        return depth;
      }
      v = v.older();
    }
    return top.depth();
  }
}
