package io.minitidb.cop.expr;

/// A text for a regular expression that may be read only so often, because Java's matcher may take
/// exponentially many steps.
final class BoundedText implements CharSequence {
  private final String text;
  private long readsLeft;

  BoundedText(String text, long reads) {
    this.text = text;
    this.readsLeft = reads;
  }

  @Override
  public char charAt(int index) {
    if (--readsLeft < 0) {
      throw new EvalException(3699, "Timeout exceeded in regular expression match.");
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
