package io.minitidb.pd.http;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/// Keys in URLs and in JSON. A key is any bytes, so what is percent-encoded need not be UTF-8.
final class KeyText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private KeyText() {}

  /// Returns upper-case hex.
  static String hex(ByteString key) {
    return HEX.formatHex(key.toByteArray());
  }

  /// Returns the key in the last segment of a path as it was sent.
  ///
  /// @throws IllegalArgumentException when it is malformed
  static ByteString inPath(String path, boolean hex) {
    return key(path.substring(path.lastIndexOf('/') + 1), hex);
  }

  /// Returns the key in a parameter of a request's target as it was sent, empty when there is none.
  ///
  /// @throws IllegalArgumentException when it is malformed
  static ByteString inQuery(String uri, String name, boolean hex) {
    String query = uri.substring(uri.indexOf('?') + 1);
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(name + "=")) {
        return key(parameter.substring(name.length() + 1), hex);
      }
    }
    return ByteString.EMPTY;
  }

  private static ByteString key(String sent, boolean hex) {
    ByteString bytes = decoded(sent);
    return hex
        ? ByteString.copyFrom(HEX.parseHex(bytes.toStringUtf8().toUpperCase(Locale.ROOT)))
        : bytes;
  }

  private static ByteString decoded(String sent) {
    byte[] text = sent.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '%') {
        bytes.write(text[i] == '+' ? ' ' : text[i]);
      } else if (i + 2 < text.length) {
        String digits = new String(text, i + 1, 2, StandardCharsets.UTF_8);
        bytes.write(HexFormat.fromHexDigits(digits));
        i += 2;
      } else {
        throw new IllegalArgumentException("invalid URL escape in \"" + sent + "\"");
      }
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
