package dev.tidemark.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.Change;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.HeapSize;
import dev.tidemark.types.Key;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValueFormatPropertyTest {
  private static final Key KEY = LogFixture.key("key");

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<Value> scalars =
        Arbitraries.oneOf(
            Arbitraries.just(Value.nil()),
            Arbitraries.of(true, false).map(Value::of),
            Arbitraries.longs().map(Value::of),
            Arbitraries.doubles().map(Value::of),
            Arbitraries.of(Double.NaN, -0.0, Double.NEGATIVE_INFINITY).map(Value::of),
            text().map(Value::of),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(Value::bytes),
            Arbitraries.floats().array(float[].class).ofMaxSize(40).map(Value::vector));
    return Arbitraries.recursive(() -> scalars, ValueFormatPropertyTest::container, 0, 3);
  }

  private static Arbitrary<Value> container(Arbitrary<Value> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(4).map(Value::list),
        Arbitraries.maps(text(), inner).ofMaxSize(4).map(Value::map));
  }

  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(100),
        Arbitraries.of("ä", "日本", "😀", "\uFFFD", "\u0000", ""),
        Arbitraries.strings().withCharRange('\u0001', '\uD7FF').ofMaxLength(20));
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    Arbitrary<Key> keys =
        Combinators.combine(
                Arbitraries.of(RunId.GLOBAL, LogFixture.RUN, new RunId(-1, -1)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(8))
            .as((run, user) -> new Key(run, LogFixture.SPACE, user));
    Arbitrary<Mutation> mutations =
        Combinators.combine(
                keys, values(), Arbitraries.longs(), Arbitraries.integers().between(0, 2))
            .as(ValueFormatPropertyTest::mutation);
    Arbitrary<Mutation> edits =
        Combinators.combine(keys, changes().list().ofMinSize(1).ofMaxSize(3))
            .as(Mutation.Edit::new);
    return Arbitraries.oneOf(mutations, edits)
        .list()
        .ofMaxSize(8)
        .map(
            list -> {
              Map<Key, Mutation> sorted = new TreeMap<>();
              list.forEach(mutation -> sorted.put(mutation.key(), mutation));
              return List.copyOf(sorted.values());
            });
  }

  private Arbitrary<Change> changes() {
    Arbitrary<Object> steps =
        Arbitraries.oneOf(
            text().map(Object.class::cast),
            Arbitraries.integers().between(0, Integer.MAX_VALUE).map(Object.class::cast));
    Arbitrary<ValuePath> paths =
        steps.list().ofMinSize(1).ofMaxSize(4).map(list -> ValuePath.of(list.toArray()));
    return Combinators.combine(paths, values().injectNull(0.3)).as(Change::new);
  }

  private static Mutation mutation(Key key, Value value, long expiry, int kind) {
    return switch (kind) {
      case 0 -> new Mutation.Put(key, value);
      case 1 -> new Mutation.Put(key, value, expiry);
      default -> new Mutation.Tombstone(key);
    };
  }

  private static byte[] encode(Value value) {
    byte[] bytes = new byte[(int) ValueFormat.sizeOf(value, Limits.defaults(), KEY)];
    assertThat(ValueFormat.write(value, bytes, 0)).isEqualTo(bytes.length);
    return bytes;
  }

  private static ByteReader reader(byte[] bytes, int length) {
    return new ByteReader("file", 0, bytes, 0, length);
  }

  @Property(tries = 500)
  void read_writtenValue_isEqualAndTakesTheMeasuredBytes(@ForAll("values") Value value) {
    byte[] bytes = encode(value);
    ByteReader in = reader(bytes, bytes.length);
    assertThat(ValueFormat.read(in)).isEqualTo(value);
    assertThat(in.remaining()).isZero();
  }

  @Property(tries = 200)
  void read_valueCutShort_isCorruption(@ForAll("values") Value value) {
    byte[] bytes = encode(value);
    for (int length = 0; length < bytes.length; length++) {
      ByteReader in = reader(bytes, length);
      assertThatThrownBy(() -> ValueFormat.read(in)).isInstanceOf(CorruptionException.class);
    }
  }

  @Property(tries = 200)
  void read_anyBytes_yieldAValueOrAClearError(@ForAll byte[] bytes) {
    try {
      assertThat(ValueFormat.read(reader(bytes, bytes.length))).isNotNull();
    } catch (CorruptionException | UnsupportedFormatException e) {
      assertThat(e).hasMessageContaining("file");
    }
  }

  @Property(tries = 300)
  void read_writtenMutations_areEqual(@ForAll("mutations") List<Mutation> mutations) {
    byte[] bytes = new byte[MutationsFormat.sizeOf(mutations, Limits.defaults())];
    assertThat(MutationsFormat.write(mutations, bytes, 0)).isEqualTo(bytes.length);
    assertThat(MutationsFormat.read(reader(bytes, bytes.length))).isEqualTo(mutations);
  }

  @Property(tries = 300)
  void read_anyMutationBytes_yieldMutationsOrAClearError(@ForAll byte[] bytes) {
    byte[] edits = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 16, 1, 'k'};
    byte[] all = Arrays.copyOf(edits, edits.length + bytes.length);
    System.arraycopy(bytes, 0, all, edits.length, bytes.length);
    try {
      assertThat(MutationsFormat.read(reader(all, all.length))).hasSize(1);
    } catch (CorruptionException | UnsupportedFormatException e) {
      assertThat(e).hasMessageContaining("file");
    }
  }

  @Property(tries = 200)
  void read_anyNumber_comesBackFromItsVarint(@ForAll long number) {
    byte[] bytes = new byte[Varint.MAX_BYTES];
    int length = Varint.write(number, bytes, 0);
    assertThat(length).isEqualTo(Varint.size(number));
    assertThat(reader(bytes, length).readVarint()).isEqualTo(number);
    assertThat(Varint.unzigzag(Varint.zigzag(number))).isEqualTo(number);
  }

  /** Whether it is measured when it is decoded, or when it is asked. */
  @Property(tries = 300)
  void read_anyValue_measuresAsWhatWasWritten(@ForAll("values") Value value) {
    byte[] bytes = new byte[value.encodedBytes()];
    int length = ValueFormat.write(value, bytes, 0);
    for (Value read :
        List.of(
            ValueFormat.read("test", bytes, 0, length),
            ValueFormat.read(reader(bytes, length)),
            Value.list(ValueFormat.read("test", bytes, 0, length)))) {
      Value expected = read.equals(value) ? value : Value.list(value);
      assertThat(HeapSize.of(read)).isEqualTo(HeapSize.of(expected));
      assertThat(read.encodedBytes()).isEqualTo(expected.encodedBytes());
      assertThat(read.depth()).isEqualTo(expected.depth());
      assertThat(read.widest()).isEqualTo(expected.widest());
    }
  }

  @Example
  void read_asDeepAsAllowed_isReadAndOneMoreIsCorruption() {
    byte[] bytes = new byte[2 * Value.MAX_DEPTH + 2];
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] = 7;
      bytes[i + 1] = 1;
    }
    bytes[2 * Value.MAX_DEPTH - 1] = 0; // The innermost list is empty.
    assertThat(ValueFormat.read("test", bytes, 0, 2 * Value.MAX_DEPTH).depth())
        .isEqualTo(Value.MAX_DEPTH);
    bytes[2 * Value.MAX_DEPTH - 1] = 1;
    bytes[2 * Value.MAX_DEPTH + 1] = 0;
    assertThatThrownBy(() -> ValueFormat.read("test", bytes, 0, bytes.length))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("levels");
  }

  @Property(tries = 50)
  void read_tooDeepNesting_isCorruption(@ForAll boolean maps) {
    byte[] bytes = new byte[3 * (Value.MAX_DEPTH + 2)];
    byte[] level = maps ? new byte[] {8, 1, 0} : new byte[] {7, 1};
    for (int i = 0; i + level.length <= bytes.length; i += level.length) {
      System.arraycopy(level, 0, bytes, i, level.length);
    }
    assertThatThrownBy(() -> ValueFormat.read(reader(bytes, bytes.length)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("levels");
  }

  @Property(tries = 50)
  void read_unknownKind_isUnsupported(@ForAll byte tag) {
    int unsigned = tag & 0xFF;
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, tag);
    if (unsigned > 9) {
      assertThatThrownBy(() -> ValueFormat.read(reader(bytes, 20)))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining("value kind " + unsigned);
    }
  }
}
