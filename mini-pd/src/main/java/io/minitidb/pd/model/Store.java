package io.minitidb.pd.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A storage node as it is kept in etcd.
///
/// @param id unsigned, 0 is no store
/// @param startTimestamp unix seconds
/// @param lastHeartbeat unix nanoseconds, 0 when there never was one
public record Store(
    long id,
    String address,
    State state,
    Map<String, String> labels,
    String version,
    String peerAddress,
    String statusAddress,
    String gitHash,
    long startTimestamp,
    String deployPath,
    long lastHeartbeat,
    boolean physicallyDestroyed,
    NodeState nodeState) {
  /// What etcd and JSON carry is the number.
  public enum State {
    UP(0, "Up"),
    OFFLINE(1, "Offline"),
    TOMBSTONE(2, "Tombstone");

    private final int number;
    private final String text;

    State(int number, String text) {
      this.number = number;
      this.text = text;
    }

    public int number() {
      return number;
    }

    public String text() {
      return text;
    }

    /// Returns the state with this number, or empty.
    public static Optional<State> of(int number) {
      return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
    }
  }

  /// The finer state.
  public enum NodeState {
    PREPARING(0),
    SERVING(1),
    REMOVING(2),
    REMOVED(3);

    private final int number;

    NodeState(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  public Store {
    labels = Map.copyOf(labels);
  }

  /// Returns the name that people see: an Up store that was silent for longer than `mayBeSilent` is
  /// `Disconnected`, for longer than `maxDownTime` `Down`.
  public String stateName(Instant now, Duration mayBeSilent, Duration maxDownTime) {
    if (state != State.UP) {
      return state.text();
    }
    Duration silence = Duration.between(heartbeatTime(), now);
    if (silence.compareTo(maxDownTime) > 0) {
      return "Down";
    }
    return silence.compareTo(mayBeSilent) > 0 ? "Disconnected" : State.UP.text();
  }

  /// Returns the time of the last heartbeat, 1970 when there never was one.
  public Instant heartbeatTime() {
    return Instant.ofEpochSecond(lastHeartbeat / 1_000_000_000L, lastHeartbeat % 1_000_000_000L);
  }

  /// Returns for how long it was heard since it was started.
  public Duration uptime() {
    return Duration.between(Instant.ofEpochSecond(startTimestamp), heartbeatTime());
  }

  /// Returns this store with a heartbeat at `now`.
  public Store heardAt(Instant now) {
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return with(state, nodeState, nanos, physicallyDestroyed);
  }

  /// Returns what a store says of itself, with what belongs to PD taken from `known`; labels that
  /// it does not name stay.
  public Store keeping(Store known) {
    return new Store(
        id,
        address,
        known.state,
        Labels.merge(known.labels, labels),
        version,
        peerAddress,
        statusAddress,
        gitHash,
        startTimestamp,
        deployPath,
        known.lastHeartbeat,
        known.physicallyDestroyed,
        known.nodeState);
  }

  public Store withLabels(Map<String, String> others) {
    return new Store(
        id,
        address,
        state,
        others,
        version,
        peerAddress,
        statusAddress,
        gitHash,
        startTimestamp,
        deployPath,
        lastHeartbeat,
        physicallyDestroyed,
        nodeState);
  }

  /// Returns a store as it is when it comes for the first time.
  public Store fresh() {
    return with(State.UP, NodeState.PREPARING, lastHeartbeat, false);
  }

  /// Returns this store as one that may have regions.
  public Store serving() {
    return with(State.UP, NodeState.SERVING, lastHeartbeat, physicallyDestroyed);
  }

  /// Returns this store on its way out.
  ///
  /// @param destroyed whether its machine and data are lost, so that there is no way back
  public Store offline(boolean destroyed) {
    return with(State.OFFLINE, NodeState.REMOVING, lastHeartbeat, destroyed);
  }

  public Store buried() {
    return with(State.TOMBSTONE, NodeState.REMOVED, lastHeartbeat, physicallyDestroyed);
  }

  private Store with(State newState, NodeState newNodeState, long heartbeat, boolean destroyed) {
    return new Store(
        id,
        address,
        newState,
        labels,
        version,
        peerAddress,
        statusAddress,
        gitHash,
        startTimestamp,
        deployPath,
        heartbeat,
        destroyed,
        newNodeState);
  }
}
