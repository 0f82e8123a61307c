package dev.tidemark.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A key and its versions, newest first. It is locked by at most one committing transaction, from
 * before its reads are validated until its new version is in place.
 */
public final class Entry {
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
  private volatile Anchors anchors;
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
    return find(newest, viewVersion);
  }

  private Version find(Version top, long viewVersion) {
    Version v = top;
    for (int steps = 0; v != null && v.version() > viewVersion; steps++) {
      v = steps == Anchors.INTERVAL ? nearer(v, viewVersion).older() : v.older();
    }
    return v;
  }

  private Version nearer(Version v, long viewVersion) {
    Anchors present = anchors;
    Version anchor = present == null ? null : present.firstAbove(viewVersion);
    return anchor == null || anchor.version() > v.version() ? v : anchor;
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
      link(next, previous, horizon);
    }
    newest = next;
  }

  private void link(Version next, Version previous, long horizon) {
    if (next.version() <= horizon) {
      next.setOlder(Version.PRUNED);
      anchors = null;
      return;
    }
    next.setOlder(previous);
    if (previous.version() <= horizon) {
      cutBehind(previous);
      next.setDepth(2);
      anchors = null;
    } else {
      next.setDepth(previous.depth() + 1);
      if (next.depth() % Anchors.INTERVAL == 0) {
        anchor(next, horizon);
      }
    }
  }

  /** Cuts here only, since it takes a search: no cut is missed for more than one interval. */
  private void anchor(Version next, long horizon) {
    cutBehind(find(next, horizon));
    Anchors present = anchors;
    if (present == null) {
      anchors = Anchors.of(next);
    } else {
      present.forgetBelow(horizon);
      anchors = present.with(next);
    }
  }

  private static void cutBehind(Version last) {
    if (last != null && last.older() != null) {
      last.setOlder(Version.PRUNED);
    }
  }
}
