package dev.coalmine.cli;

import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.sam.PolicySizes;
import dev.coalmine.cli.sam.PolicySizes.PolicySize;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.sam.TemplateException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells before a deployment whether IAM will take the roles' policies. */
@Command(
    name = "policies",
    header = "Show how large the policies of Coalmine's roles become.",
    description = {
      "%nIAM takes 10,240 characters of inline policies for a role. A deployment with more fails"
          + " when the role is created. Give the parameters of your deployment.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: coalmine policies --parameter"
          + " Functions=arn:aws:lambda:eu-west-1:123456789012:function:orders-*",
      "Exit status: 0 all fit, 2 one is too large, 64 invalid command line."
    })
public final class PoliciesCommand implements Callable<Integer> {
  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      required = true,
      description = "A parameter of the template; can be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      defaultValue = StackName.NAME,
      description = "Name of the stack (default: ${DEFAULT-VALUE}).")
  private String stack;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<PolicySize> sizes = sizes();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-20s %10s  of %6s%n", "policies of", "characters", "most");
    sizes.forEach(
        size ->
            out.printf("%-20s %,10d  of %,6d%n", size.resource(), size.characters(), size.most()));
    if (sizes.stream().allMatch(PolicySize::fits)) {
      return 0;
    }
    out.println("IAM refuses what is above: name functions and APIs by patterns such as orders-*");
    return CommandFailedException.REFUSED;
  }

  private List<PolicySize> sizes() throws IOException {
    SamTemplate template = SamTemplate.read(ProjectFiles.root().resolve("template.yaml"));
    try {
      return PolicySizes.of(template, stack, parameters);
    } catch (TemplateException fault) {
      throw new ParameterException(spec.commandLine(), "--parameter: " + fault.getMessage());
    }
  }
}
