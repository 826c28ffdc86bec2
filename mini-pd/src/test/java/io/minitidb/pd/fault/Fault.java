package io.minitidb.pd.fault;

import io.minitidb.pd.fault.Network.Cut;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/// What can happen to a member.
enum Fault {
  KILL("kill -9 of the JVM, etcd follows"),
  KILL_ETCD("kill -9 of etcd"),
  KILL_BOTH("kill -9 of both"),
  STOP("graceful stop"),
  FREEZE("JVM frozen"),
  /// Of the leader: the others must first take its etcd's leadership from it.
  FREEZE_FOR_GOOD("JVM frozen until another one leads"),
  FREEZE_ETCD("etcd frozen"),
  FREEZE_BOTH("both frozen"),
  CUT("cut off the network"),
  CUT_OUTGOING("not heard by the others"),
  CUT_INCOMING("deaf to the others"),
  TRANSFER("transfer"),
  RESIGN("resign");

  private static final Set<Fault> ENDINGS = EnumSet.of(KILL, KILL_BOTH, STOP);
  private static final Set<Fault> CUTS = EnumSet.of(CUT, CUT_OUTGOING, CUT_INCOMING);
  private static final Set<Fault> REQUESTS = EnumSet.of(TRANSFER, RESIGN);

  final String text;

  Fault(String text) {
    this.text = text;
  }

  /// Says whether the process ends, and is started again.
  boolean ends() {
    return ENDINGS.contains(this);
  }

  /// Says whether it lasts until it is undone.
  boolean lasts() {
    return !ends() && !isRequest() && this != KILL_ETCD;
  }

  boolean needsNetwork() {
    return CUTS.contains(this);
  }

  /// Says whether it takes so long that it happens in long runs only, and to leaders.
  boolean isSlow() {
    return this == FREEZE_FOR_GOOD;
  }

  /// Says whether it is a request to the leader and nobody is harmed.
  boolean isRequest() {
    return REQUESTS.contains(this);
  }

  /// Says whether the member goes on answering for itself meanwhile.
  boolean leavesLocalRoutes() {
    return needsNetwork() || isRequest() || this == FREEZE_ETCD || this == KILL_ETCD;
  }

  /// Says whether the other members go on without the leader as long as it lasts. They cannot do so
  /// soon while an etcd leads whose JVM does not run for leader; and a new etcd is there so soon
  /// that the old leader may be the next one.
  boolean othersTakeOver() {
    return this != FREEZE && this != KILL_ETCD;
  }

  void begin(MemberProcess victim, int number, ElectionFaults.Setting setting) throws IOException {
    switch (this) {
      case KILL -> victim.kill();
      case KILL_ETCD -> victim.killEtcd();
      case KILL_BOTH -> {
        victim.killEtcd();
        victim.kill();
      }
      case STOP -> victim.stop();
      case FREEZE, FREEZE_FOR_GOOD -> victim.signal("STOP");
      case FREEZE_ETCD -> victim.signalEtcd("STOP");
      case FREEZE_BOTH -> {
        victim.signal("STOP");
        victim.signalEtcd("STOP");
      }
      case CUT -> setting.network().orElseThrow().cut(number, Cut.ALL);
      case CUT_OUTGOING -> setting.network().orElseThrow().cut(number, Cut.OUTGOING);
      case CUT_INCOMING -> setting.network().orElseThrow().cut(number, Cut.INCOMING);
      case TRANSFER, RESIGN -> {}
    }
  }

  void end(MemberProcess victim, int number, ElectionFaults.Setting setting, Random random)
      throws IOException, InterruptedException {
    switch (this) {
      case KILL, KILL_BOTH, STOP -> {
        victim.awaitEnd();
        victim.start();
      }
      case KILL_ETCD -> victim.awaitNextEtcd();
      case FREEZE, FREEZE_FOR_GOOD -> victim.signal("CONT");
      case FREEZE_ETCD -> victim.signalEtcd("CONT");
      case FREEZE_BOTH -> {
        // Either may find the other one still frozen.
        if (random.nextBoolean()) {
          victim.signalEtcd("CONT");
          victim.signal("CONT");
        } else {
          victim.signal("CONT");
          victim.signalEtcd("CONT");
        }
      }
      case CUT -> setting.network().orElseThrow().heal(number, Cut.ALL);
      case CUT_OUTGOING -> setting.network().orElseThrow().heal(number, Cut.OUTGOING);
      case CUT_INCOMING -> setting.network().orElseThrow().heal(number, Cut.INCOMING);
      case TRANSFER, RESIGN -> {}
    }
  }
}
