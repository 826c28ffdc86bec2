package io.minitidb.pd.model;

/// A replica of a region on a store.
///
/// @param witness whether it votes but holds no data
public record Peer(long id, long storeId, Role role, boolean witness) {
  /// What JSON carries beside the name is the number.
  public enum Role {
    VOTER(0, "Voter"),
    LEARNER(1, "Learner"),
    INCOMING_VOTER(2, "IncomingVoter"),
    DEMOTING_VOTER(3, "DemotingVoter");

    private final int number;
    private final String text;

    Role(int number, String text) {
      this.number = number;
      this.text = text;
    }

    public int number() {
      return number;
    }

    public String text() {
      return text;
    }
  }

  public static Peer voter(long id, long storeId) {
    return new Peer(id, storeId, Role.VOTER, false);
  }

  /// A learner has no vote, and one on its way there will have none.
  public boolean learner() {
    return role == Role.LEARNER || role == Role.DEMOTING_VOTER;
  }
}
