package dev.tidemark.bench.support.profiling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A page of its own that draws stacks: a box per frame, as wide as its share of the samples, under
 * the frames that it called. Beside the stacks of a baseline the boxes are coloured by how their
 * share changed, and a table names the frames that gained and lost most. The page loads nothing.
 */
public final class FlameGraph {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A box narrower than this share of the page is left out: it could not be seen. */
  private static final double SMALLEST_SHARE = 0.0005;

  private static final int CHANGES = 20;

  private final Stacks stacks;
  private final Optional<Stacks> base;
  private final Frame root = new Frame("all");
  private final Map<String, Integer> names = new LinkedHashMap<>();

  /** A frame below its callers. */
  private static final class Frame {
    private final String name;
    private final Map<String, Frame> callees = new TreeMap<>();
    private long count;
    private long baseCount;

    Frame(String name) {
      this.name = name;
    }
  }

  private FlameGraph(Stacks stacks, Optional<Stacks> base) {
    this.stacks = stacks;
    this.base = base;
    stacks.counts().forEach((stack, count) -> add(stack, count, 0));
    base.ifPresent(before -> before.counts().forEach((stack, count) -> add(stack, 0, count)));
  }

  /**
   * The page of one profile.
   *
   * @param title what was profiled
   * @param origin which profiler took the samples, of which run
   */
  public static String html(String title, String origin, Stacks stacks) {
    return new FlameGraph(stacks, Optional.empty()).page(title, origin);
  }

  /** The page of the difference between a profile and that of a baseline. */
  public static String difference(String title, String origin, Stacks base, Stacks stacks) {
    return new FlameGraph(stacks, Optional.of(base)).page(title, origin);
  }

  private void add(String stack, long count, long baseCount) {
    Frame frame = root;
    count(frame, count, baseCount);
    for (String name : stack.split(";", -1)) {
      frame = frame.callees.computeIfAbsent(name, Frame::new);
      count(frame, count, baseCount);
    }
  }

  private static void count(Frame frame, long count, long baseCount) {
    frame.count += count;
    frame.baseCount += baseCount;
  }

  private String page(String title, String origin) {
    ObjectNode data = MAPPER.createObjectNode();
    data.put("title", title).put("origin", origin).put("samples", stacks.samples());
    base.ifPresent(before -> data.put("base", before.samples()));
    boxes(root, 0, data.putArray("boxes"));
    ArrayNode frames = data.putArray("names");
    names.keySet().forEach(frames::add);
    base.ifPresent(before -> changes(before, data.putArray("changes")));
    try {
      // A name may hold what would end the script.
      String json = MAPPER.writeValueAsString(data).replace("<", "\\u003c");
      return template().replace("/*DATA*/null", json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of names and numbers is always JSON", e);
    }
  }

  /** In the order in which the page walks the tree: depth, name, count, and that of the base. */
  private void boxes(Frame frame, int depth, ArrayNode boxes) {
    if (share(frame) < SMALLEST_SHARE) {
      return;
    }
    int name = names.computeIfAbsent(frame.name, any -> names.size());
    boxes.addArray().add(depth).add(name).add(frame.count).add(frame.baseCount);
    frame.callees.values().forEach(callee -> boxes(callee, depth + 1, boxes));
  }

  private double share(Frame frame) {
    return frame.count / (double) Math.max(1, stacks.samples());
  }

  /** Frames by how the share of samples that they themselves were running in changed. */
  private void changes(Stacks before, ArrayNode rows) {
    Map<String, Double> shares = own(stacks);
    Map<String, Double> baseShares = own(before);
    TreeSet<String> frames = new TreeSet<>(shares.keySet());
    frames.addAll(baseShares.keySet());
    List<String> largest =
        frames.stream()
            .sorted(Comparator.comparingDouble(name -> -Math.abs(change(name, shares, baseShares))))
            .limit(CHANGES)
            .toList();
    for (String name : largest) {
      rows.addArray()
          .add(name)
          .add(baseShares.getOrDefault(name, 0.0))
          .add(shares.getOrDefault(name, 0.0));
    }
  }

  private static double change(String name, Map<String, Double> now, Map<String, Double> before) {
    return now.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
  }

  private static Map<String, Double> own(Stacks stacks) {
    Map<String, Double> own = new HashMap<>();
    double all = Math.max(1, stacks.samples());
    stacks
        .counts()
        .forEach(
            (stack, count) ->
                own.merge(stack.substring(stack.lastIndexOf(';') + 1), count / all, Double::sum));
    return own;
  }

  private static String template() {
    try (InputStream page = FlameGraph.class.getResourceAsStream("flamegraph.html")) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("flamegraph.html is damaged in this jar", e);
    }
  }
}
