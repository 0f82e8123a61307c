package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What a container measures after changes of its parts is what the same container made anew does.
 */
class ContainerPropertyTest {
  @Property(tries = 300)
  void with_manyChanges_measuresAsMadeAnew(@ForAll long seed) {
    Random random = new Random(seed);
    Value value = Value.map("list", Value.list(), "map", Value.emptyMap());
    for (int i = 0; i < 40; i++) {
      value = changed(value, random);
      assertSameMeasures(value, rebuilt(value));
    }
  }

  private static Value changed(Value value, Random random) {
    if (value instanceof MapValue map && random.nextInt(8) > 0) {
      String name = List.of("a", "list", "map", "名前", "n".repeat(200)).get(random.nextInt(5));
      Value part = map.get(name);
      return part != null && random.nextInt(4) == 0
          ? map.without(name)
          : map.with(name, part == null ? scalar(random) : changed(part, random));
    } else if (value instanceof ListValue list && random.nextInt(8) > 0) {
      int index = random.nextInt(list.size() + 1);
      return index < list.size() && random.nextInt(4) == 0
          ? list.without(index)
          : list.with(index, index < list.size() ? changed(list.get(index), random) : Value.list());
    }
    return scalar(random);
  }

  private static Value scalar(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 1 -> Value.of("ü".repeat(random.nextInt(300)));
      case 2 -> Value.vector(new float[random.nextInt(20)]);
      case 3 -> Value.bytes(new byte[random.nextInt(200)]);
      case 4 -> Value.nil();
      case 5 -> Value.list(Value.emptyMap());
      default -> Value.of(random.nextDouble());
    };
  }

  private static Value rebuilt(Value value) {
    if (value instanceof MapValue map) {
      String[] names = new String[map.size()];
      Value[] values = new Value[map.size()];
      for (int i = 0; i < names.length; i++) {
        names[i] = map.name(i);
        values[i] = rebuilt(map.value(i));
      }
      return MapValue.measured(names, values);
    } else if (value instanceof ListValue list) {
      List<Value> items = new ArrayList<>();
      list.forEach(item -> items.add(rebuilt(item)));
      return Value.list(items);
    }
    return value;
  }

  private static void assertSameMeasures(Value changed, Value anew) {
    assertThat(changed).isEqualTo(anew);
    assertThat(changed.depth()).isEqualTo(anew.depth());
    assertThat(changed.widest()).isEqualTo(anew.widest());
    assertThat(changed.encodedBytes()).isEqualTo(anew.encodedBytes());
    assertThat(HeapSize.of(changed)).isEqualTo(HeapSize.of(anew));
  }

  @Test
  void widest_container_isItsLargestAtAnyDepth() {
    Value value =
        Value.map("a", Value.list(Value.vector(new float[9]), Value.nil()), "b", 1, "c", "text");
    assertThat(value.widest()).isEqualTo(9);
    assertThat(Value.map("a", 1, "b", Value.list()).widest()).isEqualTo(2);
    assertThat(Value.of("text").widest()).isZero();
  }
}
