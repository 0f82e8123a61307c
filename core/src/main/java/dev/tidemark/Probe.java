package dev.tidemark;

final class Probe {
  private Probe() {}
}
