package dev.tidemark.vector.index;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has a table's graph go on in the background, a few insertions at a time, so that tables take
 * turns. A table that nobody holds any more is left alone.
 */
final class GraphWork {
  private final WeakReference<RowTable<?>> of;
  private final AtomicInteger signals = new AtomicInteger();

  GraphWork(RowTable<?> table) {
    of = new WeakReference<>(table);
  }

  /** Something may be due. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      GraphThreads.execute(this::goOn);
    }
  }

  private void goOn() {
    int seen = signals.get();
    RowTable<?> table = of.get();
    if (table != null && (table.insertSome() || !signals.compareAndSet(seen, 0))) {
      GraphThreads.execute(this::goOn);
    }
  }
}
