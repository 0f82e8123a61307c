package dev.tidemark.json;

import dev.tidemark.types.Value;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Name;

/** A patch of RFC 7396, as the changes of single members that have its effect. */
final class MergePatch {
  private MergePatch() {}

  static void plan(Plan plan, ValuePath path, Value patch) {
    Value target = plan.at(path);
    if (!(patch instanceof MapValue members)) {
      plan.put(path, patch);
    } else if (!(target instanceof MapValue object)) {
      plan.put(path, ofNothing(members));
    } else if (members.size() == 0) {
      plan.relyOn(path);
    } else {
      planMembers(plan, path, members, object);
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
    if (!(patch instanceof MapValue members)) {
      return patch;
    }
    MapValue made = Value.emptyMap();
    for (int i = 0; i < members.size(); i++) {
      if (members.value(i) != Value.nil()) {
        made = made.with(members.name(i), ofNothing(members.value(i)));
      }
    }
    return made;
  }
}
