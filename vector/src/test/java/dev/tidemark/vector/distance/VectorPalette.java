package dev.tidemark.vector.distance;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Kinds of vector that arithmetic could treat differently; each value drawn from a seed. */
public enum VectorPalette {
  UNIT {
    @Override
    float value(Random random) {
      return random.nextFloat() * 2 - 1;
    }
  },
  LARGEST_PLAIN {
    @Override
    float value(Random random) {
      return (random.nextFloat() * 2 - 1) * MeasuredVector.LARGEST;
    }
  },
  SMALLEST_PLAIN {
    @Override
    float value(Random random) {
      return (random.nextFloat() + 1) * MeasuredVector.SMALLEST;
    }
  },
  SIGNED_ZEROS {
    @Override
    float value(Random random) {
      return random.nextBoolean() ? 0f : -0f;
    }
  },
  DENORMAL {
    @Override
    float value(Random random) {
      return Float.intBitsToFloat(random.nextInt(1 << 23) | random.nextInt(2) << 31);
    }
  },
  HUGE {
    @Override
    float value(Random random) {
      return (random.nextFloat() * 2 - 1) * Float.MAX_VALUE;
    }
  },
  MIXED {
    @Override
    float value(Random random) {
      VectorPalette[] others = {UNIT, LARGEST_PLAIN, SMALLEST_PLAIN, SIGNED_ZEROS, DENORMAL};
      return others[random.nextInt(others.length)].value(random);
    }
  };

  abstract float value(Random random);

  /** A vector of this kind. */
  public float[] vector(int dimension, Random random) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = value(random);
    }
    return values;
  }

  /** Every small dimension, so every tail of every loop, and common large ones. */
  static Arbitrary<Integer> dimensions() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(9, Arbitraries.integers().between(1, 300)),
        net.jqwik.api.Tuple.of(1, Arbitraries.of(768, 1536, 8192)));
  }

  /** The kinds over which float sums neither overflow nor vanish. */
  static Arbitrary<VectorPalette> plain() {
    return Arbitraries.of(UNIT, LARGEST_PLAIN, SMALLEST_PLAIN, SIGNED_ZEROS, DENORMAL, MIXED);
  }
}
