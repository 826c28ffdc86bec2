package io.minitidb.tidb.sql;

/// Rewrites the words between FROM and WHERE, leaving out index hints and partitions.
final class TableWords {
  private final Rewriting query;

  TableWords(Rewriting query) {
    this.query = query;
  }

  /// Returns whether `word` was such a word.
  boolean word(String word) {
    Frame frame = query.frame();
    switch (word) {
      case "join", "straight_join" -> {
        frame.tableNext = true;
        frame.inCondition = false;
        query.emit("JOIN", false);
      }
      case "on", "using" -> {
        frame.inCondition = true;
        query.emit(word, false);
      }
      case "left", "right" -> {
        boolean call = frame.inCondition && query.peek(1).is("(");
        frame.inCondition &= call;
        return query.emitIf(!call, word);
      }
      case "use", "force", "ignore" -> {
        if (!query.peek(1).is("index") && !query.peek(1).is("key")) {
          return false;
        }
        while (!query.peek(1).is("(") && query.peek(1).kind() != Token.Kind.END) {
          query.skip(1);
        }
        query.skipParentheses();
      }
      case "partition" -> {
        if (!query.peek(1).is("(")) {
          return false;
        }
        query.skipParentheses();
      }
      case "as" -> {
        if (query.peek(1).is("of") && query.peek(2).is("timestamp")) {
          throw Rewriting.unsupported("AS OF TIMESTAMP", "read the present rows");
        }
        return false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
