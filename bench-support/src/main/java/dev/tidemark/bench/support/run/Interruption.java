package dev.tidemark.bench.support.run;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C: the first one lets the running fork finish, the second ends the process at once.
 *
 * <p>A terminal sends the signal to the forks too. A process started while its parent ignores a
 * signal ignores it for good, so the signal is ignored while a fork starts and heard again when it
 * runs.
 */
public final class Interruption {
  /** Exit code of a process that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean active = new AtomicBoolean();

  /** Whether the run should end after the current fork. */
  public boolean requested() {
    return requested.get();
  }

  /** Asks the run to end after the current fork; a second request ends the process. */
  public void request() {
    if (requested.getAndSet(true)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    System.err.println("Finishing the current fork; press Ctrl-C again to end at once.");
  }

  /** Takes over the signal of this process. */
  public void activate() {
    active.set(true);
    hear();
  }

  void shieldNewProcesses() {
    if (active.get()) {
      handle("SIG_IGN");
    }
  }

  void hear() {
    if (active.get()) {
      handle("");
    }
  }

  /**
   * By reflection, since javac refuses to compile this class of jdk.unsupported without a warning.
   */
  private void handle(String constant) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object action =
          constant.isEmpty() ? requestOnSignal(handler) : handler.getField(constant).get(null);
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, action);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot handle Ctrl-C", e);
    }
  }

  private Object requestOnSignal(Class<?> handler) {
    return Proxy.newProxyInstance(
        handler.getClassLoader(),
        new Class<?>[] {handler},
        (proxy, method, arguments) -> {
          request();
          return null;
        });
  }
}
