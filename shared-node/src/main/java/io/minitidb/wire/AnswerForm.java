package io.minitidb.wire;

/// What the asker wants of an answer beside its rows.
///
/// @param maxBytes of rows in one message; an answer of more asks for a stream instead
/// @param summaries whether each operator's rows, batches and time are counted
/// @param encoding how the rows are written
public record AnswerForm(long maxBytes, boolean summaries, Encoding encoding) {
  /// How rows are written.
  public enum Encoding {
    /// Column by column, TiDB's TypeChunk.
    CHUNK,
    /// Value by value, TiDB's TypeDefault.
    DATUM
  }

  /// Below what every client accepts.
  static final long LARGEST = 64L << 20;

  /// One message, whatever fits into it, and no summaries.
  public static final AnswerForm WHOLE = new AnswerForm(LARGEST, false);

  /// A form of chunks.
  public AnswerForm(long maxBytes, boolean summaries) {
    this(maxBytes, summaries, Encoding.CHUNK);
  }

  public AnswerForm {
    maxBytes = maxBytes <= 0 ? LARGEST : Math.min(maxBytes, LARGEST);
  }
}
