package io.minitidb.tikv;

import io.minitidb.config.ConfigLoader;
import java.util.Map;
import java.util.Optional;

/// The configuration of a store without a file.
public final class Defaults {
  private Defaults() {}

  static ConfigLoader.Loaded<TikvConfig> load(Map<String, String> flags) {
    return ConfigLoader.load(TikvConfig.class, "tikv-default.toml", Optional.empty(), flags);
  }

  public static TikvConfig config() {
    return config(Map.of());
  }

  public static TikvConfig config(Map<String, String> items) {
    return load(items).config();
  }
}
