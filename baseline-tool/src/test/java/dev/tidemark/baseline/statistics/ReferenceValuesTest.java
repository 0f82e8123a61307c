package dev.tidemark.baseline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the statistics to values computed by SciPy, which the files in {@code reference} name. */
class ReferenceValuesTest {

  private static final double TOLERANCE = 1e-9;

  static Stream<List<double[]>> welch() {
    return cases("welch.csv");
  }

  static Stream<List<double[]>> mannWhitney() {
    return cases("mann-whitney.csv");
  }

  static Stream<List<double[]>> studentT() {
    return cases("student-t.csv");
  }

  static Stream<List<double[]>> normal() {
    return cases("normal.csv");
  }

  static Stream<List<double[]>> benjaminiHochberg() {
    return cases("benjamini-hochberg.csv");
  }

  @ParameterizedTest
  @MethodSource("welch")
  void welch_referenceCase_agrees(List<double[]> reference) {
    LogSample base = LogSample.of(reference.get(0));
    WelchRatio welch = WelchRatio.of(base, LogSample.of(reference.get(1)));

    assertClose(welch.degreesOfFreedom(), reference.get(2)[0]);
    assertClose(welch.p(), reference.get(3)[0]);
    assertClose(welch.interval(0.99).low(), reference.get(4)[0]);
    assertClose(welch.interval(0.99).high(), reference.get(5)[0]);
    assertClose(welch.equivalenceP(0.02), reference.get(6)[0]);
    assertClose(new MannWhitney().p(reference.get(0), reference.get(1)), reference.get(7)[0]);
    assertClose(base.interval(0.99).low(), reference.get(8)[0]);
    assertClose(base.interval(0.99).high(), reference.get(9)[0]);
  }

  @ParameterizedTest
  @MethodSource("benjaminiHochberg")
  void adjust_referenceCase_agrees(List<double[]> reference) {
    double[] adjusted = BenjaminiHochberg.adjust(reference.get(0));
    for (int i = 0; i < adjusted.length; i++) {
      assertClose(adjusted[i], reference.get(1)[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("mannWhitney")
  void mannWhitney_tiedOrLarge_agrees(List<double[]> reference) {
    assertClose(new MannWhitney().p(reference.get(0), reference.get(1)), reference.get(2)[0]);
  }

  @ParameterizedTest
  @MethodSource("studentT")
  void studentT_referenceCase_agreesInEveryDigitThatCounts(List<double[]> reference) {
    StudentT t = new StudentT(reference.get(0)[0]);
    assertRelative(t.survival(reference.get(1)[0]), reference.get(2)[0]);
    assertRelative(t.upperQuantile(reference.get(3)[0]), reference.get(4)[0]);
  }

  @ParameterizedTest
  @MethodSource("normal")
  void normal_referenceCase_agreesInEveryDigitThatCounts(List<double[]> reference) {
    assertRelative(Normal.survival(reference.get(0)[0]), reference.get(1)[0]);
  }

  private static void assertRelative(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }

  private static Stream<List<double[]>> cases(String file) {
    try (var in = ReferenceValuesTest.class.getResourceAsStream("/reference/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(";")).map(ReferenceValuesTest::numbers).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String field) {
    return Arrays.stream(field.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
