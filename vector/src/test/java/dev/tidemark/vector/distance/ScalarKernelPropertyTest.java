package dev.tidemark.vector.distance;

class ScalarKernelPropertyTest extends DistanceKernelContract {
  @Override
  DistanceKernel kernel() {
    return Kernels.scalar();
  }
}
