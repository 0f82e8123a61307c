package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.types.Value;
import java.util.Arrays;

/** What agents write, made before the clock starts. */
final class Material {
  private static final float NOISE = 0.2f;

  private final TraceContent[] thoughts;
  private final Value[] calls;
  private final Value[] documents;
  private final int[] nearest;
  private final float[][] embeddings;

  /** Material for {@code cycles} cycles over the given embeddings. */
  Material(float[][] knowledge, int cycles) {
    this.thoughts = new TraceContent[cycles];
    this.calls = new Value[cycles];
    this.documents = new Value[cycles];
    this.nearest = new int[cycles];
    this.embeddings = new float[cycles][];
    SplitMix64 draws = Seed.stream("agent material");
    Arrays.setAll(
        thoughts, i -> new TraceContent.Thought("It rains in city " + i + "; go by train."));
    Arrays.setAll(
        calls, i -> Value.map("tool", "weather", "city", "city " + i, "days", i % 7, "unit", "C"));
    Arrays.setAll(documents, Material::made);
    Arrays.setAll(nearest, i -> draws.nextInt(knowledge.length));
    Arrays.setAll(embeddings, i -> near(knowledge[nearest[i]], draws));
  }

  private static Value made(int index) {
    Value day = Value.map("high", 20 + index % 9, "low", 11.5, "rain", true);
    return Value.map(
        "city", "city " + index, "days", Value.list(day, day, day), "source", "weather service");
  }

  private static float[] near(float[] fact, SplitMix64 draws) {
    float[] embedding = fact.clone();
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] += NOISE * (float) (2 * draws.nextDouble() - 1);
    }
    return embedding;
  }

  TraceContent thought(int cycle) {
    return thoughts[cycle];
  }

  /** The arguments of a tool's call. */
  Value call(int cycle) {
    return calls[cycle];
  }

  /** A result or a note, about 200 bytes of JSON. */
  Value document(int cycle) {
    return documents[cycle];
  }

  float[] embedding(int cycle) {
    return embeddings[cycle];
  }

  /** The fact an embedding lies next to. */
  int nearest(int cycle) {
    return nearest[cycle];
  }
}
