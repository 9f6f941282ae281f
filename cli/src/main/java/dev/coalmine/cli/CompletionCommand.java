package dev.coalmine.cli;

import dev.coalmine.cli.completion.CompletedCommand;
import dev.coalmine.cli.completion.CompletionScript;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes the command line. */
@Command(
    name = "completion",
    header = "Print a script that completes commands and options in a shell.",
    description = {
      "%nFor this shell: source <(coalmine completion bash), or the same with zsh; in fish,"
          + " coalmine completion fish | source. For all shells, write the script to"
          + " ~/.local/share/bash-completion/completions/coalmine, to a file _coalmine in a folder"
          + " of zsh's fpath, or to ~/.config/fish/completions/coalmine.fish.%n"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = ShellNames.class,
      description = "${COMPLETION-CANDIDATES}")
  private String shell;

  @Spec private CommandSpec spec;

  /** The shells that are known. */
  static final class ShellNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CompletionScript.SHELLS.iterator();
    }
  }

  @Override
  public Integer call() {
    if (!CompletionScript.SHELLS.contains(shell)) {
      throw new ParameterException(
          spec.commandLine(),
          "SHELL must be %s, not %s".formatted(String.join(", ", CompletionScript.SHELLS), shell));
    }
    CommandLine root = spec.root().commandLine();
    List<CompletedCommand> commands =
        root.getSubcommands().entrySet().stream()
            .map(command -> completed(command.getKey(), command.getValue().getCommandSpec()))
            .toList();
    new CompletionScript(root.getCommandName(), commands)
        .lines(shell)
        .forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  private CompletedCommand completed(String name, CommandSpec command) {
    List<PositionalParamSpec> parameters = command.positionalParameters();
    List<String> words =
        isHelp(command)
            ? List.copyOf(spec.root().subcommands().keySet())
            : parameters.stream().flatMap(each -> candidates(each).stream()).toList();
    return new CompletedCommand(
        name,
        String.join(" ", command.usageMessage().header()),
        command.options().stream().map(CompletionCommand::completed).toList(),
        words,
        parameters.stream().anyMatch(CompletionCommand::isFile));
  }

  private static boolean isHelp(CommandSpec command) {
    return command.userObject() instanceof CommandLine.HelpCommand;
  }

  private static CompletedCommand.CompletedOption completed(OptionSpec option) {
    return new CompletedCommand.CompletedOption(
        List.of(option.names()),
        sentence(String.join(" ", option.description())),
        option.arity().max() > 0,
        candidates(option),
        isFile(option));
  }

  /** The first sentence, without what is in parentheses and without the last point. */
  private static String sentence(String description) {
    return description
        .replaceFirst("(?s) \\(default.*", "")
        .replaceFirst("(?s)[.:;] .*", "")
        .replaceFirst("\\.$", "");
  }

  private static List<String> candidates(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? List.of()
        : StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList();
  }

  /** The label of a parameter says so: FILE.html, EVENT.json, NAME or FILE. */
  private static boolean isFile(ArgSpec argument) {
    return argument.paramLabel().matches(".*(FILE|DIR|\\.json).*");
  }
}
