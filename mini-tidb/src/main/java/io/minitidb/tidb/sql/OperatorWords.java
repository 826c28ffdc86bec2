package io.minitidb.tidb.sql;

/// Rewrites operators that are words, and the words of literals.
final class OperatorWords {
  private final Rewriting query;
  private final Calls calls;

  OperatorWords(Rewriting query, Calls calls) {
    this.query = query;
    this.calls = calls;
  }

  /// Returns whether `word` was such a word.
  boolean word(String word) {
    boolean operand = query.endsOperand();
    return switch (word) {
      case "div", "xor" -> query.emitIf(true, word);
      case "mod" -> query.emitIf(operand, "%");
      case "regexp", "rlike" -> query.emitIf(true, "RLIKE");
      case "binary" -> query.emitIf(true, "@BINARY");
      case "collate" -> {
        query.emit("COLLATE", false);
        query.skip(1);
        query.emit(Rewriting.string(query.peek(0).text()), true);
        yield true;
      }
      case "escape" -> query.emitIf(operand && query.peek(1).kind() == Token.Kind.STRING, word);
      case "unknown" ->
          query.emitIf(
              query.follows("is")
                  || query.follows("not") && query.at() > 1 && query.peek(-2).is("is"),
              word);
      case "any", "some" -> {
        boolean compared = query.at() > 0 && query.peek(-1).kind() == Token.Kind.SYMBOL;
        yield query.emitIf(!operand && query.peek(1).is("(") && compared, word);
      }
      case "member" -> pair(operand, "of", "MEMBER_OF");
      case "sounds" -> pair(operand, "like", "SOUNDS_LIKE");
      case "match" -> throw Rewriting.unsupported("MATCH ... AGAINST", "use LIKE or REGEXP");
      case "date", "time", "timestamp" ->
          query.emitIf(!operand && query.peek(1).kind() == Token.Kind.STRING, word);
      case "case" -> {
        query.frame().cases++;
        yield query.emitIf(true, "CASE");
      }
      case "end" -> end(operand);
      case "interval" -> calls.interval();
      default -> introducer(word) || plain(word);
    };
  }

  /// An operator of two words is one word to the parser.
  private boolean pair(boolean operand, String second, String operator) {
    boolean pair = operand && query.peek(1).is(second);
    query.skip(pair ? 1 : 0);
    return query.emitIf(pair, operator);
  }

  private boolean end(boolean operand) {
    Frame frame = query.frame();
    if (frame.cases == 0 || !operand) {
      return false;
    }
    frame.cases--;
    query.emit("END", true);
    return true;
  }

  /// `_utf8mb4'text'`: all text is UTF-8, so the character set is left out.
  private boolean introducer(String word) {
    Token.Kind next = query.peek(1).kind();
    return MysqlWords.CHARSETS.contains(word)
        && (next == Token.Kind.STRING || next == Token.Kind.BYTES);
  }

  private boolean plain(String word) {
    boolean call = query.peek(1).is("(") && (word.equals("left") || word.equals("right"));
    if (!MysqlWords.SYNTAX.contains(word) || call) {
      return false;
    }
    query.emit(word, MysqlWords.OPERANDS.contains(word));
    return true;
  }
}
