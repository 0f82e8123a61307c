/**
 * What the author of a benchmark needs.
 *
 * <p>A benchmark is one JMH class in the package of its suite ({@code dev.tidemark.bench.m8}, …).
 * Each method carries {@link dev.tidemark.bench.support.BenchId}, which puts it into the catalogue;
 * its gates stand in {@code src/main/resources/gates.json} of the module. The form of a method
 * follows its {@code @BenchmarkMode}:
 *
 * <ul>
 *   <li>{@code AverageTime} for constant state under 1 µs: a mean, no percentiles;
 *   <li>{@code {AverageTime, SampleTime}} from 1 to 10 µs: the mean of the one with the percentiles
 *       of the other, as one id;
 *   <li>{@code SampleTime} above 10 µs;
 *   <li>{@code SingleShotTime} for what grows its state (inserts, deletes): JMH calls the method
 *       {@code batch} times per iteration, on a fresh database made in the iteration's set-up. The
 *       set-up learns the number from {@code IterationParams.getBatchSize()}.
 * </ul>
 *
 * <p>{@code @OperationsPerInvocation} is never used with {@code SampleTime}: it would divide the
 * time of a loop and call the quotient a latency. Results are nanoseconds whatever
 * {@code @OutputTimeUnit} says.
 *
 * <pre>{@code
 * @State(Scope.Benchmark)
 * @BenchmarkMode(Mode.SingleShotTime)
 * @Warmup(iterations = 3)
 * @Measurement(iterations = 5)
 * public class InsertBenchmark {
 *   @Param({"128", "768"})
 *   int dimension;
 *
 *   private float[][] vectors;
 *   private Path directory;
 *   private Database database;
 *   private int next;
 *
 *   @Setup(Level.Iteration)
 *   public void open(IterationParams iteration) throws IOException {
 *     vectors = Vectors.uniform(Seed.stream("insert"), iteration.getBatchSize(), dimension);
 *     directory = ScratchDirectory.create();
 *     database = open(directory, BenchMode.requested().durability());
 *     next = 0;
 *     ForkReport.current().durability(database.stats().durability());
 *   }
 *
 *   @Benchmark
 *   @BenchId(value = "vector_insert/single/dim_{dimension}", tier = Tier.B, from = Profile.STANDARD,
 *       quick = "vector_insert/single/dim_128", batch = 2000, batchStrict = 100)
 *   public void insertSingle(OperationHistogram latency) {
 *     latency.start();
 *     insert(vectors[next++]);
 *     latency.stop();
 *   }
 *
 *   @TearDown(Level.Iteration)
 *   public void close(IterationParams iteration) throws IOException {
 *     ForkReport.current()
 *         .checkEquals("vectors stored", iteration.getBatchSize(), count())
 *         .count(iteration, "log_syncs", syncs());
 *     database.close();
 *     ScratchDirectory.delete(directory);
 *   }
 * }
 * }</pre>
 *
 * <p>Take each {@code Scope.Thread} state once, as a parameter of the benchmark method. JMH gives
 * another object of the same class to a fixture of a second state that asks for it: what the method
 * counted is not there. Where states share something, let them extend one abstract state.
 *
 * <p>Every benchmark reports: {@code ForkReport.current().durability(…)} with what the opened
 * database says, or {@code noDatabase()}. A fork without a report has no result. A failed check or
 * an exception fails the benchmark, never only a line of output.
 */
package dev.tidemark.bench.support;
