package io.minitidb.pd.model;

/// The version of a region's shape.
///
/// @param confVersion grows when peers change
/// @param version grows when borders change
public record RegionEpoch(long confVersion, long version) {

  /// Says whether one of both numbers is below that of `other`.
  public boolean isBehind(RegionEpoch other) {
    return version < other.version || confVersion < other.confVersion;
  }

  /// Returns the epoch after a change of peers and of content.
  public RegionEpoch next() {
    return new RegionEpoch(confVersion + 1, version + 1);
  }

  @Override
  public String toString() {
    return "conf_ver " + confVersion + ", version " + version;
  }
}
