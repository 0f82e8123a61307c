package dev.tidemark.vector;

import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import dev.tidemark.vector.IndexConfig.Auto;
import dev.tidemark.vector.IndexConfig.Exact;
import dev.tidemark.vector.IndexConfig.Hnsw;

/**
 * A collection's config as it is stored, a map:
 *
 * <pre>
 * format     2
 * dimension  whole number
 * metric     COSINE, EUCLIDEAN or DOT_PRODUCT
 * index      a map: kind    EXACT, or HNSW, or AUTO; with the last two
 *                   m, ef_construction, ef_search, seed   whole numbers
 * </pre>
 *
 * Format 1 had no index, which means EXACT.
 */
final class CollectionFormat {
  private static final int FORMAT = 2;
  private static final int WITHOUT_INDEX = 1;

  private CollectionFormat() {}

  static Value encode(CollectionConfig config) {
    return Value.map(
        "format",
        FORMAT,
        "dimension",
        config.dimension(),
        "metric",
        config.metric().name(),
        "index",
        encode(config.index()));
  }

  private static Value encode(IndexConfig index) {
    if (index instanceof Hnsw graph) {
      return encode("HNSW", graph);
    }
    if (index instanceof Auto auto) {
      return encode("AUTO", auto.graph());
    }
    return Value.map("kind", "EXACT");
  }

  private static Value encode(String kind, Hnsw graph) {
    return Value.map(
        "kind",
        kind,
        "m",
        graph.m(),
        "ef_construction",
        graph.efConstruction(),
        "ef_search",
        graph.efSearch(),
        "seed",
        graph.seed());
  }

  static CollectionConfig decode(Value stored) {
    Value.MapValue map = (Value.MapValue) stored;
    int format = (int) number(map, "format");
    if (format < WITHOUT_INDEX || format > FORMAT) {
      throw new UnsupportedFormatException("a vector collection's config", format, FORMAT);
    }
    return new CollectionConfig(
        (int) number(map, "dimension"),
        DistanceMetric.valueOf(text(map, "metric")),
        format == WITHOUT_INDEX ? new Exact() : index((Value.MapValue) map.get("index")));
  }

  private static IndexConfig index(Value.MapValue map) {
    String kind = text(map, "kind");
    return switch (kind) {
      case "EXACT" -> IndexConfig.EXACT;
      case "HNSW" -> graph(map);
      case "AUTO" -> new Auto(graph(map));
      default ->
          throw new IllegalStateException(
              "index kind \"" + kind + "\" is none of EXACT, HNSW and AUTO");
    };
  }

  private static Hnsw graph(Value.MapValue map) {
    return new Hnsw(
        (int) number(map, "m"),
        (int) number(map, "ef_construction"),
        (int) number(map, "ef_search"),
        number(map, "seed"));
  }

  private static long number(Value.MapValue map, String name) {
    return ((Value.LongValue) map.get(name)).value();
  }

  private static String text(Value.MapValue map, String name) {
    return ((Value.StringValue) map.get(name)).value();
  }
}
