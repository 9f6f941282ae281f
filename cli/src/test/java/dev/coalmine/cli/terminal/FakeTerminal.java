package dev.coalmine.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal with the control sequences that are used, as ECMA-48 and DEC define them. It keeps all
 * lines that have scrolled.
 */
final class FakeTerminal implements Consumer<String> {
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\?7|\\d*)([AJhlm])");

  private final List<StringBuilder> all = new ArrayList<>(List.of(new StringBuilder()));
  private final List<String> drawn = new ArrayList<>();
  private final int rows;
  private int columns;
  private int row;
  private int column;
  private boolean wraps = true;
  private int wrapped;

  FakeTerminal(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Changes the width; lines that are shown already do not change. */
  void resize(int columns) {
    this.columns = columns;
  }

  /** All lines without the empty one at the end. */
  List<String> lines() {
    List<String> lines = all.stream().map(line -> line.toString().stripTrailing()).toList();
    return lines.get(lines.size() - 1).isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  /** The number of frames. */
  int frames() {
    return drawn.size();
  }

  /** The number of rows that wide lines wrapped into. */
  int wrapped() {
    return wrapped;
  }

  @Override
  public synchronized void accept(String text) {
    drawn.add(text);
    Matcher sequence = SEQUENCE.matcher(text);
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) == '\u001b') {
        if (!sequence.find(at) || sequence.start() != at) {
          throw new IllegalArgumentException("unknown sequence in " + text.substring(at));
        }
        obey(sequence.group(1), sequence.group(2).charAt(0));
        at = sequence.end();
      } else {
        write(text.charAt(at++));
      }
    }
  }

  private void obey(String parameter, char command) {
    switch (command) {
      case 'A' -> row = Math.max(top(), row - Integer.parseInt(parameter));
      case 'J' -> erase();
      case 'h' -> wraps = true;
      case 'l' -> wraps = false;
      default -> {} // colours
    }
  }

  /** The first row that the cursor can reach. */
  private int top() {
    return Math.max(0, all.size() - rows);
  }

  private void erase() {
    all.subList(row + 1, all.size()).clear();
    all.get(row).setLength(column);
  }

  private void write(char character) {
    switch (character) {
      case '\r' -> column = 0;
      case '\n' -> {
        column = 0; // as the terminal's driver does
        down();
      }
      default -> put(character);
    }
  }

  private void put(char character) {
    if (column == columns && wraps) {
      wrapped++;
      column = 0;
      down();
    }
    StringBuilder line = all.get(row);
    int at = Math.min(column, columns - 1);
    line.setLength(Math.max(line.length(), at + 1));
    line.setCharAt(at, character);
    column = Math.min(columns, column + 1);
  }

  private void down() {
    row++;
    if (row == all.size()) {
      all.add(new StringBuilder());
    }
  }
}
