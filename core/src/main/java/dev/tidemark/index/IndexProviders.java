package dev.tidemark.index;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/** The index providers of one database. */
public final class IndexProviders {
  private final Map<Integer, IndexProvider> bySpace = new HashMap<>();
  private final LongSupplier horizon;

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

  /** The feed of a new index, or null if nobody indexes the key space. */
  public IndexFeed feedFor(RunId run, KeySpace space) {
    IndexProvider provider = bySpace.get(space.id());
    return provider == null ? null : new IndexFeed(provider.create(run), horizon);
  }
}
