package dev.tidemark.json;

import dev.tidemark.types.Value;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Name;
import java.util.HashMap;
import java.util.Map;

/** A patch of RFC 7396, as the changes of single members that have its effect. */
final class MergePatch {
  private MergePatch() {}

  static void plan(Plan plan, ValuePath path, Value patch) {
    Value target = plan.at(path);
    if (!(patch instanceof MapValue members)) {
      planUnlessEqual(plan, path, target, patch);
    } else if (!(target instanceof MapValue object)) {
      plan.put(path, ofNothing(members));
    } else if (members.size() == 0) {
      plan.relyOn(path);
    } else if (members.size() <= Plan.MOST_APART) {
      planMembers(plan, path, members, object);
    } else {
      // Each change copies the object that it is made in: many are made in one copy.
      planUnlessEqual(plan, path, target, merged(object, members));
    }
  }

  private static void planUnlessEqual(Plan plan, ValuePath path, Value before, Value after) {
    if (after.equals(before)) {
      plan.relyOn(path);
    } else {
      plan.put(path, after);
    }
  }

  private static void planMembers(Plan plan, ValuePath path, MapValue members, MapValue object) {
    for (int i = 0; i < members.size(); i++) {
      ValuePath member = Plan.child(path, new Name(members.name(i)));
      if (members.value(i) != Value.nil()) {
        plan(plan, member, members.value(i));
      } else if (object.get(members.name(i)) != null) {
        plan.remove(member);
      } else {
        plan.relyOn(member);
      }
    }
  }

  /** What a patch makes where nothing is, or no object: itself without the nulls in its objects. */
  private static Value ofNothing(Value patch) {
    return merged(null, patch);
  }

  /**
   * What a patch makes of a value.
   *
   * @param target null if there is none
   */
  private static Value merged(Value target, Value patch) {
    if (!(patch instanceof MapValue members)) {
      return patch;
    }
    Map<String, Value> merged = new HashMap<>();
    if (target instanceof MapValue object) {
      for (int i = 0; i < object.size(); i++) {
        merged.put(object.name(i), object.value(i));
      }
    }
    for (int i = 0; i < members.size(); i++) {
      String name = members.name(i);
      if (members.value(i) == Value.nil()) {
        merged.remove(name);
      } else {
        merged.put(name, merged(merged.get(name), members.value(i)));
      }
    }
    return Value.map(merged);
  }
}
