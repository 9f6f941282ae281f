package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resolves the intrinsic functions of a template, as CloudFormation does on deployment. An unknown
 * function is refused by its name.
 */
public final class IntrinsicResolver {
  private static final Pattern IN_SUB = Pattern.compile("\\$\\{(!?)([^}]+)}");
  private static final Object NO_VALUE = new Object();

  private final SamTemplate template;
  private final Map<String, String> parameters;
  private final StackNames names;

  /**
   * For one deployment.
   *
   * @param parameters values of the template's parameters; the others have their defaults
   * @param names the physical names of the resources
   */
  public IntrinsicResolver(SamTemplate template, Map<String, String> parameters, StackNames names) {
    this.template = template;
    this.parameters = parameters;
    this.names = names;
  }

  /** A part of the template with all functions resolved. */
  public Object resolve(Object node, String where) {
    if (node instanceof List<?> list) {
      List<Object> resolved = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        resolved.add(resolve(list.get(i), where + "[" + i + "]"));
      }
      resolved.removeIf(value -> value == NO_VALUE);
      return resolved;
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> object = asMap(node);
    String only = object.size() == 1 ? object.keySet().iterator().next() : "";
    return only.equals("Ref") || only.startsWith("Fn::")
        ? call(only, object.get(only), where)
        : fields(object, where);
  }

  private Map<String, Object> fields(Map<String, Object> object, String where) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    object.forEach((name, value) -> resolved.put(name, resolve(value, where + "." + name)));
    resolved.values().removeIf(value -> value == NO_VALUE);
    return resolved;
  }

  /** A mapping with all functions resolved. */
  public Map<String, Object> resolveObject(Object node, String where) {
    Object resolved = resolve(node, where);
    if (resolved instanceof Map<?, ?> mapping) {
      return asMap(mapping);
    }
    throw new TemplateException(where, "must be a mapping, not " + resolved);
  }

  /** A text with all functions resolved. */
  String resolveText(Object node, String where) {
    Object resolved = resolve(node, where);
    if (resolved instanceof Map<?, ?> || resolved instanceof List<?> || resolved == null) {
      throw new TemplateException(where, "must be a string, not " + resolved);
    }
    return String.valueOf(resolved);
  }

  private Object call(String function, Object argument, String where) {
    return switch (function) {
      case "Ref" -> ref(resolveText(argument, where), where);
      case "Fn::GetAtt" -> attribute(argument, where);
      case "Fn::Sub" -> sub(argument, where);
      case "Fn::Join" -> join(arguments(argument, 2, where), where);
      case "Fn::Split" -> split(arguments(argument, 2, where), where);
      case "Fn::Select" -> select(arguments(argument, 2, where), where);
      case "Fn::If" -> resolveIf(arguments(argument, 3, where), where);
      default -> throw new TemplateException(where, function + " is not supported");
    };
  }

  private static List<?> arguments(Object argument, int count, String where) {
    if (argument instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw new TemplateException(where, "expected " + count + " arguments, found " + argument);
  }

  private Object ref(String name, String where) {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    }
    return template.section("Parameters").containsKey(name)
        ? parameter(name, where)
        : names.ref(name, where);
  }

  private Object parameter(String name, String where) {
    Map<String, Object> declared = asMap(template.section("Parameters").get(name));
    Object value = parameters.containsKey(name) ? parameters.get(name) : declared.get("Default");
    if (value == null) {
      throw new TemplateException(where, "parameter " + name + " has no value and no default");
    }
    String text = String.valueOf(value);
    boolean many = String.valueOf(declared.get("Type")).endsWith("List");
    return many ? Arrays.stream(text.split(",", -1)).map(String::strip).toList() : text;
  }

  private String attribute(Object argument, String where) {
    String path =
        argument instanceof List<?> parts
            ? parts.stream().map(part -> resolveText(part, where)).collect(Collectors.joining("."))
            : resolveText(argument, where);
    int dot = path.indexOf('.');
    if (dot < 0) {
      throw new TemplateException(where, "Fn::GetAtt must name RESOURCE.ATTRIBUTE, not " + path);
    }
    return names.attribute(path.substring(0, dot), path.substring(dot + 1), where);
  }

  private String sub(Object argument, String where) {
    boolean plain = argument instanceof String;
    List<?> both = plain ? List.of(argument, Map.of()) : arguments(argument, 2, where);
    Map<String, Object> own = resolveObject(both.get(1), where);
    return IN_SUB
        .matcher(String.valueOf(both.get(0)))
        .replaceAll(found -> Matcher.quoteReplacement(substitute(found, own, where)));
  }

  private String substitute(MatchResult found, Map<String, Object> own, String where) {
    String name = found.group(2);
    if (!found.group(1).isEmpty()) {
      return "${" + name + "}"; // ${!Literal}
    }
    if (own.containsKey(name)) {
      return resolveText(own.get(name), where);
    }
    boolean pseudo = name.startsWith("AWS::");
    return name.contains(".") && !pseudo
        ? attribute(name, where)
        : resolveText(ref(name, where), where);
  }

  private String join(List<?> arguments, String where) {
    if (resolve(arguments.get(1), where) instanceof List<?> parts) {
      return parts.stream()
          .map(part -> resolveText(part, where))
          .collect(Collectors.joining(resolveText(arguments.get(0), where)));
    }
    throw new TemplateException(where, "Fn::Join must have a list as its second argument");
  }

  private List<String> split(List<?> arguments, String where) {
    String separator = Pattern.quote(resolveText(arguments.get(0), where));
    return List.of(resolveText(arguments.get(1), where).split(separator, -1));
  }

  private Object select(List<?> arguments, String where) {
    int number = Integer.parseInt(resolveText(arguments.get(0), where));
    if (resolve(arguments.get(1), where) instanceof List<?> parts && number < parts.size()) {
      return parts.get(number);
    }
    throw new TemplateException(where, "Fn::Select has no element " + number + " in its list");
  }

  private Object resolveIf(List<?> arguments, String where) {
    return resolve(arguments.get(isTrue(String.valueOf(arguments.get(0)), where) ? 1 : 2), where);
  }

  /** Whether a resource is deployed: it has no condition, or its condition is true. */
  public boolean isDeployed(String resource) {
    Object condition = asMap(template.resources().get(resource)).get("Condition");
    return condition == null || isTrue(String.valueOf(condition), "Resources." + resource);
  }

  private boolean isTrue(String condition, String where) {
    Object node = template.section("Conditions").get(condition);
    if (node == null) {
      throw new TemplateException(where, "there is no condition " + condition);
    }
    return isTrue(node, "Conditions." + condition);
  }

  private boolean isTrue(Object node, String where) {
    Map<String, Object> call = asMap(node);
    String function = call.keySet().iterator().next();
    Object argument = call.get(function);
    return switch (function) {
      case "Condition", "Fn::Condition" -> isTrue(String.valueOf(argument), where);
      case "Fn::Equals" -> {
        List<?> both = arguments(argument, 2, where);
        yield resolveText(both.get(0), where).equals(resolveText(both.get(1), where));
      }
      case "Fn::Not" -> !isTrue(arguments(argument, 1, where).get(0), where);
      case "Fn::And" -> ((List<?>) argument).stream().allMatch(each -> isTrue(each, where));
      case "Fn::Or" -> ((List<?>) argument).stream().anyMatch(each -> isTrue(each, where));
      default -> throw new TemplateException(where, function + " is not supported");
    };
  }
}
