package dev.tidemark.vector.distance;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one place where the kernel is chosen, once per process: SIMD when its module is resolved and
 * compiled code proves faster, else scalar.
 *
 * <p>Vector API code runs boxed, thousands of times slower, until the optimising compiler has seen
 * it. So searches get the scalar kernel until a background thread has warmed the SIMD kernel up.
 */
public final class Kernels {
  private static final Logger LOGGER = System.getLogger("dev.tidemark.vector");
  private static final String INCUBATOR = "jdk.incubator.vector";
  private static final String SIMD_KERNEL = "dev.tidemark.vector.simd.SimdKernel";
  private static final CompletableFuture<DistanceKernel> SETTLED = choose();

  private Kernels() {}

  /** The kernel to use now. A search asks once and keeps the answer to its end. */
  public static DistanceKernel current() {
    return SETTLED.getNow(ScalarKernel.INSTANCE);
  }

  /** Completes, never exceptionally, with the kernel that {@link #current} returns from then on. */
  public static CompletableFuture<DistanceKernel> settled() {
    return SETTLED.copy();
  }

  /** The reference kernel. */
  public static DistanceKernel scalar() {
    return ScalarKernel.INSTANCE;
  }

  /** The SIMD kernel, warmed up or not; empty when its module is absent or the machine unfit. */
  public static Optional<DistanceKernel> simd() {
    return ModuleLayer.boot().findModule(INCUBATOR).flatMap(Kernels::load);
  }

  private static Optional<DistanceKernel> load(Module incubator) {
    Kernels.class.getModule().addReads(incubator);
    try {
      Class<?> kernel = Class.forName(SIMD_KERNEL);
      return Optional.of((DistanceKernel) kernel.getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError unusable) {
      LOGGER.log(Level.WARNING, "The SIMD kernel does not load; vector search is slower", unusable);
      return Optional.empty();
    }
  }

  private static CompletableFuture<DistanceKernel> choose() {
    if (ModuleLayer.boot().findModule(INCUBATOR).isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "Module {0} is not resolved, so vector search is scalar and slower;"
              + " start java with --add-modules {0} to have it use SIMD",
          INCUBATOR);
    }
    return simd()
        .map(Kernels::warmUp)
        .orElseGet(() -> CompletableFuture.completedFuture(ScalarKernel.INSTANCE));
  }

  private static CompletableFuture<DistanceKernel> warmUp(DistanceKernel simd) {
    CompletableFuture<DistanceKernel> settled = new CompletableFuture<>();
    Thread thread = new Thread(() -> settled.complete(faster(simd)), "tidemark-kernel-warm-up");
    thread.setDaemon(true);
    thread.start();
    return settled;
  }

  private static DistanceKernel faster(DistanceKernel simd) {
    if (new KernelWarmUp(simd, ScalarKernel.INSTANCE).isFasterInTime()) {
      LOGGER.log(Level.DEBUG, "Vector search uses {0}", simd.name());
      return simd;
    }
    LOGGER.log(Level.WARNING, "{0} did not become fast; vector search is scalar", simd.name());
    return ScalarKernel.INSTANCE;
  }
}
