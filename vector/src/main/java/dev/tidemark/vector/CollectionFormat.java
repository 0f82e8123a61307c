package dev.tidemark.vector;

import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;

/**
 * A collection's config as it is stored, a map:
 *
 * <pre>
 * format     1
 * dimension  whole number
 * metric     COSINE, EUCLIDEAN or DOT_PRODUCT
 * </pre>
 */
final class CollectionFormat {
  private static final int FORMAT = 1;

  private CollectionFormat() {}

  static Value encode(CollectionConfig config) {
    return Value.map(
        "format", FORMAT, "dimension", config.dimension(), "metric", config.metric().name());
  }

  static CollectionConfig decode(Value stored) {
    Value.MapValue map = (Value.MapValue) stored;
    int format = (int) number(map, "format");
    if (format != FORMAT) {
      throw new UnsupportedFormatException("a vector collection's config", format, FORMAT);
    }
    String metric = ((Value.StringValue) map.get("metric")).value();
    return new CollectionConfig((int) number(map, "dimension"), DistanceMetric.valueOf(metric));
  }

  private static long number(Value.MapValue map, String name) {
    return ((Value.LongValue) map.get(name)).value();
  }
}
