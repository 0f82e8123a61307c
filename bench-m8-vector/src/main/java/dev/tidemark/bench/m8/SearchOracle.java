package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.vector.VectorMatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What an exact search must return, by double arithmetic over all rows. */
final class SearchOracle {
  private final Metric metric;
  private final float[][] rows;
  private final IntPredicate taken;

  /** An oracle over those rows whose index is taken. */
  SearchOracle(Metric metric, float[][] rows, IntPredicate taken) {
    this.metric = metric;
    this.rows = rows;
    this.taken = taken;
  }

  /** Puts the answer to a query into the fork report. */
  void check(float[] query, int k, List<VectorMatch> answer) {
    double[] best = best(query, k);
    double[] scores = answer.stream().mapToDouble(VectorMatch::score).toArray();
    double[] exact =
        answer.stream()
            .mapToInt(match -> Embeddings.index(match.key()))
            .mapToDouble(index -> metric.score(query, rows[index]))
            .toArray();
    boolean allTaken = answer.stream().allMatch(m -> taken.test(Embeddings.index(m.key())));
    ForkReport.current()
        .check("rows taken by the filter", allTaken, "a match is none of them")
        .check("scores", near(exact, scores), "are not those of the vectors found")
        .check("nearest", near(best, scores), "exact " + Arrays.toString(best));
  }

  private double[] best(float[] query, int k) {
    return IntStream.range(0, rows.length)
        .filter(taken)
        .mapToDouble(row -> -metric.score(query, rows[row]))
        .sorted()
        .limit(k)
        .map(negated -> -negated)
        .toArray();
  }

  private static boolean near(double[] expected, double[] actual) {
    return expected.length == actual.length
        && IntStream.range(0, actual.length).allMatch(i -> Metric.near(expected[i], actual[i]));
  }
}
