package dev.tidemark.bench.support.profiling;

import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** The flight recorder that every JDK has. It sees Java frames, and samples no native code. */
final class FlightRecorderSampler implements Sampler {

  @Override
  public String description() {
    return "flight recorder, execution samples of the settings \"profile\"";
  }

  @Override
  public void attach(ChainedOptionsBuilder fork, Path folder) {
    fork.addProfiler(
        JavaFlightRecorderProfiler.class,
        "dir=" + folder + ";configName=profile;debugNonSafePoints=true;stackDepth=256");
  }

  @Override
  public Stacks stacks(Path folder) throws IOException {
    return Stacks.ofRecording(Sampler.file(folder, ".jfr"));
  }
}
