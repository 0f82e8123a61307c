package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A JSON object that knows where it stands, so that every complaint names file, path and remedy.
 * Every method that reads a field throws {@link RunRecordException} if the field has another type,
 * and the methods not named {@code optional} also if it is absent.
 */
public final class RecordNode {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String source;
  private final String path;
  private final JsonNode node;

  /**
   * A node of a file.
   *
   * @param source the file, for complaints
   * @param path of the node in it, in the manner of jq
   * @throws RunRecordException if the node is no object
   */
  public RecordNode(String source, String path, JsonNode node) {
    this.source = source;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw wrongType(path, node, "an object");
    }
  }

  /** Builds a value and adds the path to a complaint of its constructor. */
  public <T> T build(Function<RecordNode, T> constructor) {
    try {
      return constructor.apply(this);
    } catch (IllegalArgumentException e) {
      throw error(path, e.getMessage(), "correct the value or run the benchmark again");
    }
  }

  void allowOnly(Set<String> fields) {
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      if (!fields.contains(e.getKey())) {
        throw error(at(e.getKey()), "is unknown", "use only " + new TreeSet<>(fields));
      }
    }
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** A finite number. */
  public double number(String field) {
    return optionalNumber(field).orElseThrow(() -> missing(field));
  }

  /** A finite number. */
  public OptionalDouble optionalNumber(String field) {
    return has(field) ? OptionalDouble.of(finite(field)) : OptionalDouble.empty();
  }

  /** A whole number. */
  public long count(String field) {
    return optionalCount(field).orElseThrow(() -> missing(field));
  }

  /** A whole number. */
  public OptionalLong optionalCount(String field) {
    if (!has(field)) {
      return OptionalLong.empty();
    }
    JsonNode value = node.get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrongType(at(field), value, "a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  /** A whole number below 2^31. */
  public OptionalInt optionalInt(String field) {
    OptionalLong count = optionalCount(field);
    if (count.isPresent() && count.getAsLong() != (int) count.getAsLong()) {
      throw wrongType(at(field), node.get(field), "a whole number below 2^31");
    }
    return count.isPresent() ? OptionalInt.of((int) count.getAsLong()) : OptionalInt.empty();
  }

  /** A whole number below 2^31. */
  public int integer(String field) {
    return optionalInt(field).orElseThrow(() -> missing(field));
  }

  /** A text. */
  public String text(String field) {
    return optionalText(field).orElseThrow(() -> missing(field));
  }

  /** A text. */
  public Optional<String> optionalText(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (!node.get(field).isTextual()) {
      throw wrongType(at(field), node.get(field), "text");
    }
    return Optional.of(node.get(field).textValue());
  }

  boolean flag(String field) {
    return optionalFlag(field).orElseThrow(() -> missing(field));
  }

  /** True or false. */
  public Optional<Boolean> optionalFlag(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (!node.get(field).isBoolean()) {
      throw wrongType(at(field), node.get(field), "true or false");
    }
    return Optional.of(node.get(field).booleanValue());
  }

  <E extends Enum<E>> Optional<E> optionalChoice(String field, Class<E> type) {
    return optionalText(field).map(text -> choice(field, text, type));
  }

  private <E extends Enum<E>> E choice(String field, String text, Class<E> type) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
      allowed.add(constant.name().toLowerCase(Locale.ROOT));
    }
    throw error(at(field), "is \"" + text + "\"", "use one of " + String.join(", ", allowed));
  }

  /** The file. */
  public String source() {
    return source;
  }

  /** The tree as it was read. */
  public JsonNode tree() {
    return node;
  }

  /** An object. */
  public Optional<RecordNode> optionalObject(String field) {
    return has(field)
        ? Optional.of(new RecordNode(source, at(field), node.get(field)))
        : Optional.empty();
  }

  /** The objects of an array; none when the field is absent. */
  public List<RecordNode> objects(String field) {
    List<RecordNode> objects = new ArrayList<>();
    String array = at(field);
    for (JsonNode element : array(field)) {
      objects.add(new RecordNode(source, array + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** The finite numbers of an array; none when the field is absent. */
  public List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isNumber() || !Double.isFinite(element.doubleValue())) {
        throw noNumber(at(field) + "[" + numbers.size() + "]", element);
      }
      numbers.add(element.doubleValue());
    }
    return numbers;
  }

  /** The texts of an array; none when the field is absent. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isTextual()) {
        throw wrongType(at(field) + "[" + texts.size() + "]", element, "text");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  SortedMap<String, Double> numbersByName() {
    SortedMap<String, Double> numbers = new TreeMap<>();
    node.properties().forEach(e -> numbers.put(e.getKey(), finite(e.getKey())));
    return numbers;
  }

  /** Parameter values as text: a writer may have left a number unquoted. */
  public SortedMap<String, String> scalarsByName() {
    SortedMap<String, String> scalars = new TreeMap<>();
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      if (!e.getValue().isValueNode() || e.getValue().isNull()) {
        throw wrongType(at(e.getKey()), e.getValue(), "text or a number");
      }
      scalars.put(e.getKey(), e.getValue().asText());
    }
    return scalars;
  }

  Map<Quantile, Double> quantiles() {
    Map<Quantile, Double> quantiles = new EnumMap<>(Quantile.class);
    for (Quantile quantile : Quantile.values()) {
      optionalNumber(quantile.field()).ifPresent(v -> quantiles.put(quantile, v));
    }
    return quantiles;
  }

  /** The complaint that a field is absent. */
  public RunRecordException missing(String field) {
    return error(
        at(field), "is missing", "add it, or have the program that wrote the file write it again");
  }

  /** A complaint about a field. */
  public RunRecordException error(String field, String problem, String remedy) {
    return new RunRecordException(source + ": " + field + " " + problem + "; " + remedy);
  }

  private Iterable<JsonNode> array(String field) {
    if (!has(field)) {
      return List.of();
    }
    if (!node.get(field).isArray()) {
      throw wrongType(at(field), node.get(field), "an array");
    }
    return node.get(field);
  }

  private double finite(String field) {
    JsonNode value = node.get(field);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw noNumber(at(field), value);
    }
    return value.doubleValue();
  }

  private RunRecordException noNumber(String place, JsonNode value) {
    return value.isNumber()
        ? error(place, "is beyond the range of a double", "write a finite number")
        : wrongType(place, value, "a number");
  }

  private RunRecordException wrongType(String place, JsonNode value, String expected) {
    String text = value.toString();
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return error(place, "is " + shown, "it must be " + expected);
  }

  /** A path in the manner of jq: ids contain dots and slashes, so they are quoted. */
  public String at(String field) {
    return path + (NAME.matcher(field).matches() ? "." + field : "[\"" + field + "\"]");
  }
}
