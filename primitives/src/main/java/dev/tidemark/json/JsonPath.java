package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The way to one part of a document: a singular query of RFC 9535, {@code $.a[0]['b.c']}, or the
 * short form of one, {@code a[0]['b.c']}.
 */
final class JsonPath {
  private static final int CACHE_BITS = 10;

  /** Spreads the hashes of texts that differ in a few characters only. */
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private static final int CACHED_LENGTH = 256;

  /** Paths as they were last parsed: each at the slot of its text's hash, or beside it. */
  private static final AtomicReferenceArray<JsonPath> CACHE =
      new AtomicReferenceArray<>(1 << CACHE_BITS);

  private final String text;
  private final ValuePath head;
  private final List<Query.Selector> tail;

  /**
   * @param head the steps that every document takes alike
   * @param tail the rest: from the first index that counts from the end, or is beyond all lists
   */
  private JsonPath(String text, ValuePath head, List<Query.Selector> tail) {
    this.text = text;
    this.head = head;
    this.tail = tail;
  }

  /**
   * @throws InvalidArgumentException if the text is no path to one part
   * @throws LimitExceededException if it has more than 256 segments
   */
  static JsonPath of(String text) {
    int slot = (text.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - CACHE_BITS);
    JsonPath first = CACHE.get(slot);
    if (first != null && first.text.equals(text)) {
      return first;
    }
    JsonPath second = CACHE.get(slot ^ 1);
    if (second != null && second.text.equals(text)) {
      return second;
    }
    JsonPath parsed = parse(text);
    if (text.length() <= CACHED_LENGTH) {
      if (first != null) {
        CACHE.set(slot ^ 1, first);
      }
      CACHE.set(slot, parsed);
    }
    return parsed;
  }

  private static JsonPath parse(String text) {
    Query query = text.startsWith("$") ? QueryParser.parse(text) : QueryParser.parseShort(text);
    if (!query.isSingular()) {
      throw new InvalidArgumentException(
          "path " + text + " may lead to several parts; use it with query, or name one part");
    }
    List<ValuePath.Step> steps = new ArrayList<>();
    List<Query.Selector> selectors =
        query.segments().stream().map(segment -> segment.selectors().get(0)).toList();
    for (Query.Selector selector : selectors) {
      ValuePath.Step step = fixedStep(selector);
      if (step == null || steps.size() == Value.MAX_DEPTH) {
        break;
      }
      steps.add(step);
    }
    return new JsonPath(
        text, new ValuePath(steps), selectors.subList(steps.size(), selectors.size()));
  }

  private static ValuePath.Step fixedStep(Query.Selector selector) {
    if (selector instanceof Query.Name name) {
      return new ValuePath.Name(name.name());
    }
    long index = ((Query.Index) selector).index();
    return index < 0 || index > Integer.MAX_VALUE ? null : new ValuePath.Index((int) index);
  }

  boolean isRoot() {
    return head.isRoot() && tail.isEmpty();
  }

  /**
   * The steps that every document takes alike; the whole path, but for what {@link #tailIn} adds.
   */
  ValuePath head() {
    return head;
  }

  /** What is at the end of this path, or null, below what is at its head. */
  Value tailIn(Value atHead) {
    Value part = atHead;
    for (int i = 0; i < tail.size() && part != null; i++) {
      part = QueryEvaluator.child(part, tail.get(i));
    }
    return part;
  }

  /** What is at this path of a document, or null. */
  Value in(Value document) {
    return tailIn(head.in(document));
  }

  /**
   * The whole path, to write there.
   *
   * @throws InvalidArgumentException if that depends on the length of an array
   */
  ValuePath toWrite() {
    if (tail.isEmpty()) {
      return head;
    } else if (head.steps().size() == Value.MAX_DEPTH) {
      throw new LimitExceededException(
          "a path to write in segments",
          Json.MAX_DEPTH,
          (long) head.steps().size() + tail.size(),
          "no document is nested that deep");
    }
    throw new InvalidArgumentException(
        "path "
            + text
            + " has an index that is negative or too large, which is for reading only; give the"
            + " index from the beginning, use push or pop, or read the array's length first");
  }

  @Override
  public String toString() {
    return text;
  }
}
