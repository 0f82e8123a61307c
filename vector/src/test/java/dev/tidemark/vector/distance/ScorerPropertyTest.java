package dev.tidemark.vector.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;

class ScorerPropertyTest {
  @Provide
  Arbitrary<Integer> dimensions() {
    return VectorPalette.dimensions();
  }

  @Property
  void score_anyFiniteVectors_isFiniteAndInRange(
      @ForAll Similarity similarity,
      @ForAll("dimensions") int dimension,
      @ForAll VectorPalette palette,
      @ForAll VectorPalette rowPalette,
      @ForAll long seed) {
    Random random = new Random(seed);
    MeasuredVector query = measured(palette.vector(dimension, random));
    MeasuredVector row = measured(rowPalette.vector(dimension, random));

    float score = scorer(similarity, query).score(row);

    float most = similarity == Similarity.DOT_PRODUCT ? Float.MAX_VALUE : 1;
    float least = similarity == Similarity.EUCLIDEAN ? Float.MIN_VALUE : -most;
    assertThat(score).isBetween(least, most);
    assertThat(Float.floatToRawIntBits(score)).isNotEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Property
  void score_cosineOfAnyVectorWithItself_isOne(
      @ForAll("dimensions") int dimension, @ForAll VectorPalette palette, @ForAll long seed) {
    MeasuredVector vector = measured(palette.vector(dimension, new Random(seed)));
    boolean isZero = vector.inverseNorm() == 0;

    assertThat(scorer(Similarity.COSINE, vector).score(vector))
        .isCloseTo(isZero ? 0 : 1, within(dimension * 0x1p-22f));
  }

  @Property
  void score_plainPair_isCloseToTheWideScore(
      @ForAll Similarity similarity, @ForAll("dimensions") int dimension, @ForAll long seed) {
    Random random = new Random(seed);
    MeasuredVector query = measured(VectorPalette.UNIT.vector(dimension, random));
    MeasuredVector row = measured(VectorPalette.UNIT.vector(dimension, random));
    Scorer scorer = scorer(similarity, query);

    assertThat(scorer.score(row))
        .isCloseTo(scorer.wideScore(row.values()), within(dimension * dimension * 0x1p-22f));
  }

  @Property
  void raws_ofABlock_areTheBitsOfSingleScores(
      @ForAll Similarity similarity, @ForAll("dimensions") int dimension, @ForAll long seed) {
    Random random = new Random(seed);
    MeasuredVector query = measured(VectorPalette.UNIT.vector(dimension, random));
    MeasuredVector row = measured(VectorPalette.UNIT.vector(dimension, random));
    Scorer scorer = scorer(similarity, query);
    float[] raws = new float[1];

    scorer.raws(new float[][] {row.values()}, new float[] {row.inverseNorm()}, 0, 1, raws);

    assertThat(scorer.score(raws[0])).isEqualTo(scorer.score(row));
  }

  @Property
  void cutoff_anyScore_letsEveryRawValueOfThatScorePass(
      @ForAll Similarity similarity, @ForAll @FloatRange(min = -4, max = 4) float value) {
    float raw = similarity == Similarity.EUCLIDEAN ? -value * value : value;
    float score = similarity.score(raw);

    float cutoff = similarity.cutoff(score);

    float lowest = raw;
    for (int i = 0; i < 100 && similarity.score(lowest) == score; i++) {
      assertThat(lowest).isGreaterThanOrEqualTo(cutoff);
      lowest = Math.nextDown(lowest);
    }
  }

  @Example
  void cutoff_scoreOfTinyDistance_letsEqualScoresPass() {
    float same = -0x1p-60f;

    assertThat(Similarity.EUCLIDEAN.score(same)).isEqualTo(1);
    assertThat(same).isGreaterThanOrEqualTo(Similarity.EUCLIDEAN.cutoff(1));
  }

  @Example
  void score_dotBeyondTheRangeOfFloat_isTheLargestFloatOfItsSign() {
    MeasuredVector huge = measured(Float.MAX_VALUE, 1);
    Scorer scorer = scorer(Similarity.DOT_PRODUCT, huge);

    assertThat(scorer.score(huge)).isEqualTo(Float.MAX_VALUE);
    assertThat(scorer.score(measured(-Float.MAX_VALUE, 1))).isEqualTo(-Float.MAX_VALUE);
  }

  @Example
  void score_zeroVector_isZeroByCosine() {
    assertThat(scorer(Similarity.COSINE, measured(0, 0)).score(measured(1, 2))).isZero();
    assertThat(scorer(Similarity.COSINE, measured(1, 2)).score(measured(0, -0f))).isZero();
    assertThat(scorer(Similarity.COSINE, measured(1e30f, 2)).score(measured(0, 0))).isZero();
  }

  @Example
  void score_knownPair_isWhatTheMetricSays() {
    MeasuredVector query = measured(1, 2);
    MeasuredVector row = measured(4, 6);

    assertThat(scorer(Similarity.DOT_PRODUCT, query).score(row)).isEqualTo(16);
    assertThat(scorer(Similarity.EUCLIDEAN, query).score(row)).isEqualTo(1 / 6f);
    assertThat(scorer(Similarity.COSINE, query).score(row))
        .isCloseTo((float) (16 / Math.sqrt(5 * 52)), within(1e-6f));
  }

  private static Scorer scorer(Similarity similarity, MeasuredVector query) {
    return new Scorer(similarity, Kernels.current(), query);
  }

  private static MeasuredVector measured(float... values) {
    return MeasuredVector.of(values, values.length);
  }
}
