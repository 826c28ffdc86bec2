package io.minitidb.profile;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A profile as text that every flame graph tool reads: a line for each stack, its functions from
/// the outermost on, separated by `;`, then a space and its value.
public final class CollapsedStacks {
  private CollapsedStacks() {}

  public static String of(Profile profile) {
    Map<String, Long> lines = new TreeMap<>();
    profile
        .stacks()
        .forEach((stack, value) ->
            lines.merge(
                stack.stream()
                    .map(frame -> frame.function().replace(';', ':').replace('\n', ' '))
                    .collect(Collectors.joining(";")),
                value,
                Long::sum));
    StringBuilder text = new StringBuilder();
    lines.forEach((stack, value) -> text.append(stack).append(' ').append(value).append('\n'));
    return text.toString();
  }
}
