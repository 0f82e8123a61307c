package dev.tidemark.index;

import dev.tidemark.types.FileProblem;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The index providers of one database. */
public final class IndexProviders {
  private final Map<Integer, IndexProvider> bySpace = new HashMap<>();
  private final LongSupplier horizon;
  private final LongAdder lag = new LongAdder();

  /** Indexes that recovery has restored and that nobody has asked for yet. */
  private final Map<Place, Restored> restored = new ConcurrentHashMap<>();

  private record Place(RunId run, int space) {}

  private record Restored(DerivedIndex index, SavedSection from) {}

  /**
   * @param horizon the version below which no view will ask
   */
  public IndexProviders(Iterable<IndexProvider> providers, LongSupplier horizon) {
    this.horizon = horizon;
    for (IndexProvider provider : providers) {
      IndexProvider other = bySpace.put(provider.space().id(), provider);
      if (other != null) {
        throw new InvalidArgumentException(
            provider.getClass().getName()
                + " and "
                + other.getClass().getName()
                + " both index key space "
                + provider.space()
                + "; remove one from the class path");
      }
    }
  }

  /** All providers that are installed. */
  public static Iterable<IndexProvider> installed() {
    return ServiceLoader.load(IndexProvider.class, IndexProvider.class.getClassLoader());
  }

  /** Versions that no index has taken in yet. */
  public long lag() {
    return lag.sum();
  }

  /** The feed of a new index, or null if nobody indexes the key space. */
  public IndexFeed feedFor(RunId run, KeySpace space) {
    IndexProvider provider = bySpace.get(space.id());
    if (provider == null) {
      return null;
    }
    Restored kept = restored.remove(new Place(run, space.id()));
    Supplier<DerivedIndex> fresh = () -> provider.create(run);
    return kept == null
        ? new IndexFeed(fresh, horizon, lag)
        : new IndexFeed(fresh, kept.index, kept.from, horizon, lag);
  }

  /**
   * Restores an index, for {@link #feedFor} to hand out.
   *
   * @return why it cannot be, or null if it was
   */
  public FileProblem restore(SavedSection saved) {
    IndexProvider provider = bySpace.get(saved.space().id());
    if (provider == null) {
      return saved.problem("nothing that is installed indexes this key space");
    }
    DerivedIndex index;
    try {
      index = provider.restore(saved);
      saved.content().transferTo(OutputStream.nullOutputStream()); // None of it may be damaged.
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return saved.problem("it cannot be read: " + e);
    }
    if (index == null) {
      return saved.problem(provider.getClass().getName() + " refuses it");
    }
    Place place = new Place(saved.run(), saved.space().id());
    return restored.putIfAbsent(place, new Restored(index, saved)) == null
        ? null
        : saved.problem("it is there twice");
  }

  /**
   * Asks an index that was told of all that the checkpoint holds whether it is whole, and starts
   * over with an empty one if not.
   *
   * @return why it is not, or null if it is
   */
  public FileProblem complete(IndexFeed feed, long knownHorizon) {
    SavedSection from = feed.restoredFrom();
    String refusal = feed.completeRestoration(knownHorizon);
    if (refusal == null) {
      return null;
    }
    feed.startOver();
    return from.problem(refusal);
  }

  /** Lets go of restored indexes that nobody asked for: their runs have no entries. */
  public void endRestoration() {
    restored.clear();
  }
}
