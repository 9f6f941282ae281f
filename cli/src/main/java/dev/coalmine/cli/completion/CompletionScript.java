package dev.coalmine.cli.completion;

import dev.coalmine.cli.completion.CompletedCommand.CompletedOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts of the three shells. No script calls the program: a Tab must not take a second. */
public final class CompletionScript {
  /** Shells that are known. */
  public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private final String program;
  private final List<CompletedCommand> commands;

  /**
   * For a program.
   *
   * @param program its name
   * @param commands all of its commands
   */
  public CompletionScript(String program, List<CompletedCommand> commands) {
    this.program = program;
    this.commands = List.copyOf(commands);
  }

  /** The script of a shell among {@link #SHELLS}. */
  public List<String> lines(String shell) {
    return switch (shell) {
      case "bash" -> bash();
      case "zsh" -> zsh();
      case "fish" -> fish();
      default -> throw new IllegalArgumentException("unknown shell " + shell);
    };
  }

  private List<String> bash() {
    List<String> lines = new ArrayList<>();
    lines.add("# bash completion of %s: source <(%s completion bash)".formatted(program, program));
    lines.add("_%s() {".formatted(program));
    lines.add("  local current=${COMP_WORDS[COMP_CWORD]} IFS=$' \\t\\n' words= files=");
    lines.add("  if [ \"$COMP_CWORD\" -eq 1 ]; then");
    lines.add("    words='%s'".formatted(names()));
    lines.add("  else");
    lines.add("    case ${COMP_WORDS[1]}:${COMP_WORDS[COMP_CWORD-1]} in");
    bashValues()
        .forEach((pattern, answer) -> lines.add("      %s) %s ;;".formatted(pattern, answer)));
    lines.add("      *) case ${COMP_WORDS[1]}:$current in");
    for (CompletedCommand command : commands) {
      lines.add("        %s:-*) words='%s' ;;".formatted(command.name(), options(command)));
      lines.add(
          "        %s:*) words='%s'; files=%s ;;"
              .formatted(
                  command.name(),
                  String.join(" ", command.words()),
                  command.takesFiles() ? "yes" : ""));
    }
    lines.add("      esac ;;");
    lines.add("    esac");
    lines.add("  fi");
    lines.add("  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))");
    lines.add("  IFS=$'\\n'");
    lines.add("  [ -z \"$files\" ] || COMPREPLY+=($(compgen -f -- \"$current\"))");
    lines.add("}");
    lines.add("complete -o filenames -F _%s %s".formatted(program, program));
    return lines;
  }

  /** What follows an option, by the pattern of command and option. */
  private Map<String, String> bashValues() {
    Map<String, String> values = new LinkedHashMap<>();
    for (CompletedCommand command : commands) {
      for (CompletedOption option : command.options()) {
        if (option.takesValue()) {
          String pattern =
              option.names().stream()
                  .map(name -> command.name() + ":" + name)
                  .collect(Collectors.joining("|"));
          values.put(
              pattern,
              "words='%s'; files=%s"
                  .formatted(String.join(" ", option.values()), option.takesFile() ? "yes" : ""));
        }
      }
    }
    return values;
  }

  private List<String> zsh() {
    List<String> lines = new ArrayList<>();
    lines.add("#compdef %s".formatted(program));
    lines.add("# zsh completion of %s: source <(%s completion zsh)".formatted(program, program));
    lines.add("_%s() {".formatted(program));
    lines.add("  local -a commands");
    lines.add("  if (( CURRENT == 2 )); then");
    lines.add("    commands=(");
    for (CompletedCommand command : commands) {
      lines.add("      %s".formatted(quote(command.name() + ":" + command.does())));
    }
    lines.add("    )");
    lines.add("    _describe command commands");
    lines.add("    return");
    lines.add("  fi");
    lines.add("  local command=$words[2]");
    lines.add("  (( CURRENT-- ))");
    lines.add("  shift words");
    lines.add("  case $command in");
    for (CompletedCommand command : commands) {
      lines.add("    %s) _arguments \\".formatted(command.name()));
      command.options().forEach(option -> zshOption(option).forEach(lines::add));
      lines.add(
          "      %s ;;"
              .formatted(quote("*:argument:" + zshAction(command.words(), command.takesFiles()))));
    }
    lines.add("  esac");
    lines.add("}");
    lines.add("if [ \"$funcstack[1]\" = _%s ]; then".formatted(program));
    lines.add("  _%s \"$@\"".formatted(program));
    lines.add("else");
    lines.add("  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }");
    lines.add("  compdef _%s %s".formatted(program, program));
    lines.add("fi");
    return lines;
  }

  private static Stream<String> zshOption(CompletedOption option) {
    String value =
        option.takesValue() ? ":value:" + zshAction(option.values(), option.takesFile()) : "";
    String does = option.does().replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
    return option.names().stream()
        .map(name -> "      %s \\".formatted(quote("*" + name + "[" + does + "]" + value)));
  }

  private static String zshAction(List<String> words, boolean files) {
    String list = String.join(" ", words);
    return files
        ? (list.isEmpty() ? "_files" : "{compadd " + list + "; _files}")
        : (list.isEmpty() ? " " : "(" + list + ")");
  }

  private List<String> fish() {
    List<String> lines = new ArrayList<>();
    lines.add("# fish completion of %s: %s completion fish | source".formatted(program, program));
    lines.add("complete -c %s -f".formatted(program));
    for (CompletedCommand command : commands) {
      lines.add(
          "complete -c %s -n __fish_use_subcommand -a %s -d %s"
              .formatted(program, command.name(), quote(command.does())));
    }
    for (CompletedCommand command : commands) {
      String on =
          "complete -c %s -n '__fish_seen_subcommand_from %s'".formatted(program, command.name());
      if (command.takesFiles() || !command.words().isEmpty()) {
        lines.add(on + fishValues(command.words(), command.takesFiles()));
      }
      for (CompletedOption option : command.options()) {
        lines.add(
            on
                + option.names().stream()
                    .map(CompletionScript::fishName)
                    .collect(Collectors.joining())
                + " -d "
                + quote(option.does())
                + (option.takesValue()
                    ? " -r" + fishValues(option.values(), option.takesFile())
                    : ""));
      }
    }
    return lines;
  }

  private static String fishName(String name) {
    return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
  }

  private static String fishValues(List<String> words, boolean files) {
    return (files ? " -F" : " -f")
        + (words.isEmpty() ? "" : " -a " + quote(String.join(" ", words)));
  }

  private String names() {
    return commands.stream().map(CompletedCommand::name).collect(Collectors.joining(" "));
  }

  private static String options(CompletedCommand command) {
    Set<String> names = new LinkedHashSet<>();
    command.options().forEach(option -> names.addAll(option.names()));
    return String.join(" ", names);
  }

  /** In single quotes, for bash, zsh and fish: fish knows no other way that all three share. */
  private static String quote(String text) {
    return "'" + text.replace("'", "’") + "'";
  }
}
