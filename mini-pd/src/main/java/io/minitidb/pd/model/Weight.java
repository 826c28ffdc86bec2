package io.minitidb.pd.model;

/// How much more than others a store is to have of leaders and of regions; neither is negative.
public record Weight(double leader, double region) {
  public static final Weight ONE = new Weight(1, 1);

  /// A store of weight 0 is to have next to nothing.
  private static final double LEAST = 1e-6;

  public double leaderScore(double amount) {
    return amount / Math.max(leader, LEAST);
  }

  public double regionScore(double amount) {
    return amount / Math.max(region, LEAST);
  }
}
