package dev.tidemark.vector.distance;

/** The main class of a child process: prints the kernel this process ends up with. */
final class KernelProbe {
  private KernelProbe() {}

  /** Asks twice, so that a warning given at each use would show. */
  public static void main(String[] arguments) {
    float[] vector = {1, 2, 3};
    float before = Kernels.current().dot(vector, vector);
    DistanceKernel settled = Kernels.settled().join();
    float after = settled.dot(vector, vector);
    System.out.println("kernel=" + settled.name() + " sums=" + before + "," + after);
  }
}
