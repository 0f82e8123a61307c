package dev.tidemark.bench.support.ruler;

import dev.tidemark.bench.support.InterruptSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures every ruler in this JVM: a line for each with its id and the mean nanoseconds a call of
 * each iteration, separated by spaces.
 */
public final class RulerMain {
  private static final Duration WARMUP = Duration.ofMillis(100);
  private static final Duration ITERATION = Duration.ofMillis(50);
  private static final int ITERATIONS = 5;

  private RulerMain() {}

  /** Prints to standard output. */
  public static void main(String[] args) {
    // The harness decides when a run that Ctrl-C interrupts ends.
    InterruptSignal.handle(() -> {});
    for (Ruler ruler : Ruler.values()) {
      List<String> words = new ArrayList<>(List.of(ruler.id()));
      measure(ruler.prepare()).forEach(mean -> words.add(mean.toString()));
      System.out.println(String.join(" ", words));
    }
  }

  static List<Double> measure(Ruler.Work work) {
    long expected = work.run();
    mean(work, expected, WARMUP);
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < ITERATIONS; i++) {
      means.add(mean(work, expected, ITERATION));
    }
    return means;
  }

  private static double mean(Ruler.Work work, long expected, Duration least) {
    long started = System.nanoTime();
    long took = 0;
    int calls = 0;
    while (took < least.toNanos()) {
      long answer = work.run();
      if (answer != expected) {
        throw new IllegalStateException("a ruler gave " + answer + ", not " + expected);
      }
      calls++;
      took = System.nanoTime() - started;
    }
    return (double) took / calls;
  }
}
