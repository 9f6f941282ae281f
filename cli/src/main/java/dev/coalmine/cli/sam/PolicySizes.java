package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the policies of a template become with the values of its parameters. IAM counts
 * characters without white space: 10,240 for all inline policies of a role, 6,144 for a managed
 * policy ("IAM and AWS STS quotas"). CloudFormation notices only while it creates the role.
 */
public final class PolicySizes {
  private static final int MOST_OF_ROLE = 10_240;

  private static final int MOST_OF_MANAGED_POLICY = 6_144;

  private final SamTemplate template;
  private final IntrinsicResolver resolver;

  private PolicySizes(SamTemplate template, IntrinsicResolver resolver) {
    this.template = template;
    this.resolver = resolver;
  }

  /**
   * The size of a role's inline policies, or of a managed policy.
   *
   * @param resource its logical name
   * @param characters without white space
   * @param most what IAM takes
   */
  public record PolicySize(String resource, int characters, int most) {
    public boolean fits() {
      return characters <= most;
    }
  }

  /**
   * The sizes of all policies of the stack, the fullest first.
   *
   * @param stack the stack's name
   * @param parameters values of the template's parameters; the others have their defaults
   * @throws TemplateException if the template does not accept the parameters
   */
  public static List<PolicySize> of(
      SamTemplate template, String stack, Map<String, String> parameters) {
    template.checkParameters(parameters);
    return of(
        template, new IntrinsicResolver(template, parameters, new StackNames(template, stack)));
  }

  private static List<PolicySize> of(SamTemplate template, IntrinsicResolver resolver) {
    PolicySizes policies = new PolicySizes(template, resolver);
    List<PolicySize> sizes = new ArrayList<>();
    policies.deployed("AWS::IAM::Role").forEach(role -> sizes.add(policies.ofRole(role)));
    policies.deployed("AWS::IAM::ManagedPolicy").forEach(one -> sizes.add(policies.ofPolicy(one)));
    sizes.sort(
        Comparator.comparingDouble((PolicySize size) -> (double) size.characters() / size.most())
            .reversed());
    return sizes;
  }

  /**
   * Checks the sizes as IAM does.
   *
   * @throws TemplateException if a policy is too large
   */
  static void check(SamTemplate template, IntrinsicResolver resolver) {
    of(template, resolver).stream()
        .filter(size -> !size.fits())
        .findFirst()
        .ifPresent(
            size -> {
              throw new TemplateException(
                  "Resources." + size.resource(),
                  "its policies have %,d characters; IAM takes %,d: name functions and APIs by patterns such as orders-*"
                      .formatted(size.characters(), size.most()));
            });
  }

  private List<String> deployed(String type) {
    return template.resourcesOfType(type).stream().filter(resolver::isDeployed).toList();
  }

  private PolicySize ofRole(String role) {
    int characters = 0;
    if (template.properties(role).getOrDefault("Policies", List.of()) instanceof List<?> all) {
      for (Object policy : all) {
        characters += characters(asMap(policy), role);
      }
    }
    return new PolicySize(role, characters, MOST_OF_ROLE);
  }

  private PolicySize ofPolicy(String policy) {
    return new PolicySize(
        policy, characters(template.properties(policy), policy), MOST_OF_MANAGED_POLICY);
  }

  private int characters(Map<String, Object> policy, String where) {
    Map<String, Object> document =
        resolver.resolveObject(policy.get("PolicyDocument"), "Resources." + where);
    return Json.toText(new LinkedHashMap<>(document)).replaceAll("\\s", "").length();
  }
}
