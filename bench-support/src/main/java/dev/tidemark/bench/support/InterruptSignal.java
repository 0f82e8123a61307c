package dev.tidemark.bench.support;

import java.lang.reflect.Proxy;

/** The signal of Ctrl-C. */
public final class InterruptSignal {
  private InterruptSignal() {}

  /** Does something on each Ctrl-C instead of ending this process. */
  public static void handle(Runnable action) {
    try {
      // By reflection: javac does not compile a use of sun.misc.Signal without a warning.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, interrupt, handlerOf(handler, action));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot handle Ctrl-C", e);
    }
  }

  private static Object handlerOf(Class<?> handler, Runnable action) {
    return Proxy.newProxyInstance(
        handler.getClassLoader(),
        new Class<?>[] {handler},
        (proxy, method, arguments) -> {
          action.run();
          return null;
        });
  }
}
