package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Threshold;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** By which rows are judged. */
final class CriteriaOptions {

  @Option(
      names = "--threshold",
      paramLabel = "N",
      defaultValue = "5",
      converter = ThresholdConverter.class,
      description =
          "How much slower is a regression: 5 or 5%% (percent), 2x (factor), 2ns (absolute; results"
              + " that are not times are then held to 5%%), 5%%|120ns (beyond both). Default: ${DEFAULT-VALUE}.")
  private Threshold threshold;

  @Option(
      names = "--margin",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description = "Within which results count as equal. Default: ${DEFAULT-VALUE}.")
  private double margin;

  @Option(
      names = "--alpha",
      paramLabel = "P",
      defaultValue = "0.01",
      description = "Level of every single test. Default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.99",
      description = "Of the intervals, which must exclude 1 too. Default: ${DEFAULT-VALUE}.")
  private double confidence;

  @Option(
      names = "--fdr",
      paramLabel = "Q",
      defaultValue = "0.01",
      description =
          "False discovery rate allowed over all rows without a second run. Default:"
              + " ${DEFAULT-VALUE}.")
  private double falseDiscoveryRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the resampling behind percentile intervals. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** The criteria; a value out of range is wrong usage. */
  Criteria criteria(CommandSpec spec) {
    try {
      return new Criteria(threshold, margin / 100, alpha, confidence, falseDiscoveryRate, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static final class ThresholdConverter implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      try {
        return Threshold.parse(text.toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "\"" + text + "\" is no threshold; write 5, 5%, 2x, 2ns or 5%|120ns");
      }
    }
  }
}
