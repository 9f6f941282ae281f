package dev.coalmine.embedded.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the embedded AWS understands of one parameter. */
sealed interface ParameterType {
  /** Adds what is wrong with a value, which is not null. */
  void check(Object value, String place, ParameterFaults faults);

  /** A scalar of one JSON type. */
  enum Scalar implements ParameterType {
    ANY,
    TEXT,
    WHOLE,
    NUMBER,
    FLAG,
    MOMENT;

    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (!accepts(value)) {
        faults.addMalformed(place, value);
      }
    }

    private boolean accepts(Object value) {
      return switch (this) {
        case ANY -> true;
        case TEXT -> value instanceof String;
        case WHOLE ->
            value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue());
        case NUMBER -> value instanceof Number;
        case FLAG -> value instanceof Boolean;
        case MOMENT ->
            value instanceof Number || value instanceof String || value instanceof Instant;
      };
    }
  }

  /** Not modelled here, whatever its value is; an empty list asks for nothing. */
  record NotModelled() implements ParameterType {
    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (!(value instanceof List<?> list && list.isEmpty())) {
        faults.addUnknown(place);
      }
    }
  }

  /**
   * Some values.
   *
   * @param values as text
   * @param complete whether these are all values of the API model; if not, AWS has more
   */
  record OneOf(List<String> values, boolean complete) implements ParameterType {
    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (value instanceof Map || value instanceof List) {
        faults.addMalformed(place, value);
      } else if (!values.contains(value.toString())) {
        if (complete) {
          faults.addOtherValue(place, value, values);
        } else {
          faults.addUnknownValue(place, value, values);
        }
      }
    }
  }

  /** A list. */
  record ListOf(ParameterType element) implements ParameterType {
    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (!(value instanceof List<?> list)) {
        faults.addMalformed(place, value);
        return;
      }
      int number = 0;
      for (Object each : list) {
        String at = place + "." + ++number + ".member";
        if (each == null) {
          faults.addMissing(at);
        } else {
          element.check(each, at, faults);
        }
      }
    }
  }

  /** A map with any keys. */
  record MapOf(ParameterType element) implements ParameterType {
    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (!(value instanceof Map<?, ?> map)) {
        faults.addMalformed(place, value);
        return;
      }
      map.forEach(
          (key, each) -> {
            if (each == null) {
              faults.addMissing(place + "." + key);
            } else {
              element.check(each, place + "." + key, faults);
            }
          });
    }
  }

  /** A member of a structure. */
  record Member(ParameterType type, boolean required) {}

  /**
   * A structure. A member that is null counts as absent.
   *
   * @param members by their names on the wire
   */
  record Structure(Map<String, Member> members) implements ParameterType {
    @Override
    public void check(Object value, String place, ParameterFaults faults) {
      if (!(value instanceof Map<?, ?> sent)) {
        faults.addMalformed(place, value);
        return;
      }
      String prefix = place.isEmpty() ? "" : place + ".";
      sent.forEach(
          (name, each) -> {
            if (each != null) {
              Member member = members.get(name);
              ParameterType type = member == null ? new NotModelled() : member.type();
              type.check(each, prefix + bare(name.toString()), faults);
            }
          });
      members.forEach(
          (name, member) -> {
            if (member.required() && sent.get(name) == null) {
              faults.addMissing(prefix + bare(name));
            }
          });
    }

    private static String bare(String name) {
      return name.startsWith("?") || name.startsWith("@") ? name.substring(1) : name;
    }
  }
}
