package dev.tidemark.storage;

import dev.tidemark.types.Mutation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A key and its versions, newest first. It is locked by at most one committing transaction, from
 * before its reads are validated until its new version is in place, or for a moment by the sweeper.
 */
public final class Entry {
  private static final VarHandle OWNER;
  private static final VarHandle NEWEST;
  private static final int QUEUED = 1;

  /** Owners that are no committer. */
  private enum Hold {
    SWEPT,
    REMOVED
  }

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Entry.class, "owner", Object.class);
      NEWEST = lookup.findVarHandle(Entry.class, "newest", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final byte[] key;

  /**
   * The hash without its lowest bit, which says instead whether the sweeper has the entry noted.
   */
  private int hashAndQueued;

  private volatile Version newest;
  private volatile Anchors anchors;
  private volatile Object owner;

  Entry(byte[] key, int hash, Object owner) {
    this.key = key;
    this.hashAndQueued = hash & ~QUEUED;
    OWNER.set(this, owner);
  }

  /** The user key's bytes, shared: not to be changed. */
  public byte[] key() {
    return key;
  }

  /** The key's hash, without its lowest bit. */
  public int hash() {
    return hashAndQueued & ~QUEUED;
  }

  /** Whether the sweeper will visit the entry; asked and changed by the holder of the lock. */
  boolean isQueued() {
    return (hashAndQueued & QUEUED) != 0;
  }

  void setQueued(boolean queued) {
    hashAndQueued = queued ? hashAndQueued | QUEUED : hashAndQueued & ~QUEUED;
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

  /** Whether another committer has the lock; the sweeper, which changes no state, is none. */
  public boolean isLockedByOther(Object committer) {
    Object holder = owner;
    return holder != null && holder != committer && !(holder instanceof Hold);
  }

  boolean tryLockForSweep() {
    return tryLock(Hold.SWEPT);
  }

  void unlockAfterSweep() {
    unlock(Hold.SWEPT);
  }

  /** Keeps the lock, which the sweeper has, for ever: the key's next entry is another one. */
  void markRemoved() {
    assert owner == Hold.SWEPT : "removed without the lock";
    owner = Hold.REMOVED;
  }

  /** Whether the key, absent for every view, has lost this entry. It is never locked again. */
  public boolean isRemoved() {
    return owner == Hold.REMOVED;
  }

  /** Who holds the lock, or null. */
  public Object owner() {
    return owner;
  }

  public void unlock(Object committer) {
    assert owner == committer : "unlocked by another than its owner";
    OWNER.setRelease(this, null); // What was installed is seen by whoever sees this.
  }

  /**
   * Puts a version on top; the caller holds the lock. What no view at or above the horizon can see
   * is cut off behind the version that such a view sees.
   */
  void install(Version next, long horizon, StoreSize size) {
    Version previous = newest;
    assert previous == null || previous.version() < next.version() : "versions out of order";
    if (previous != null) {
      link(next, previous, horizon, size);
    }
    NEWEST.setRelease(this, next);
    size.installed(next);
    if (previous != null && next.version() <= horizon) {
      next.cutOlder(size);
    }
  }

  private void link(Version next, Version previous, long horizon, StoreSize size) {
    next.setOlder(previous);
    if (previous.version() <= horizon) {
      next.setDepth(2);
      forgetAnchors();
      previous.cutOlder(size);
      return;
    }
    next.setDepth(previous.depth() + 1);
    if (next.depth() % Anchors.INTERVAL == 0) {
      anchor(next, horizon, size);
    }
  }

  /** Cuts here only, since it takes a search: no cut is missed for more than one interval. */
  private void anchor(Version next, long horizon, StoreSize size) {
    cutBehind(find(next, horizon), size);
    Anchors present = anchors;
    if (present == null) {
      anchors = Anchors.of(next);
    } else {
      present.forgetBelow(horizon);
      anchors = present.with(next);
    }
  }

  private void forgetAnchors() {
    if (anchors != null) {
      anchors = null;
    }
  }

  /**
   * Cuts off what no view at or above the horizon can see; the caller holds the lock.
   *
   * @return how many versions were cut off
   */
  int cut(long horizon, StoreSize size) {
    Version top = newest;
    Anchors present = anchors;
    if (present != null) {
      present.forgetBelow(horizon);
    }
    int count = cutBehind(find(top, horizon), size);
    if (top != null && top.version() <= horizon) {
      forgetAnchors();
      top.setDepth(1);
    }
    return count;
  }

  private static int cutBehind(Version last, StoreSize size) {
    return last == null ? 0 : last.cutOlder(size);
  }

  /** Whether the sweeper should look at the entry, now or when the horizon has moved. */
  boolean needsSweep() {
    Version top = newest;
    return top == null || top.expiresAtMicros() != Mutation.NEVER || needsHorizon(top);
  }

  /** Whether there is something to remove once the newest version is at or below the horizon. */
  static boolean needsHorizon(Version top) {
    return top.value() == null || top.hasOlder();
  }
}
