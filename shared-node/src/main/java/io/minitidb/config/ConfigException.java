package io.minitidb.config;

/// Says which item of the configuration is wrong and why; the message is written for the person who
/// edits the file.
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
