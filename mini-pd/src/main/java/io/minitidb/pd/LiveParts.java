package io.minitidb.pd;

import io.minitidb.config.LiveConfig;
import io.minitidb.pd.cluster.ElectionRules;
import io.minitidb.pd.cluster.StoreRules;
import io.minitidb.pd.http.Limits;
import io.minitidb.pd.model.Labels;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.model.StoreView;
import io.minitidb.server.HttpLimits;
import java.time.Duration;

/// What the parts of a member need of the configuration, each in its own terms, as it is when they
/// ask.
record LiveParts(LiveConfig<PdConfig> live) {

  Duration lease() {
    return Duration.ofSeconds(live.get().lease());
  }

  ElectionRules electionRules() {
    return new ElectionRules(
        this::lease, () -> live.get().leaderPriorityCheckInterval().value(), this::leaderAbsence);
  }

  /// 40 to 50 s with the original's intervals.
  private Duration leaderAbsence(double chance) {
    PdConfig now = live.get();
    long margin = now.leaderAbsenceMargin().value().toMillis();
    return now.electionInterval()
        .value()
        .multipliedBy(10)
        .plusMillis(margin + (long) (chance * margin));
  }

  Duration tsoSaveInterval() {
    return live.get().tsoSaveInterval().value();
  }

  Duration tsoUpdateInterval() {
    return live.get().tsoUpdatePhysicalInterval().value();
  }

  Duration viewTimeout() {
    return live.get().limits().viewTimeout().value();
  }

  int maxReplicas() {
    return live.get().replication().maxReplicas();
  }

  HttpLimits http() {
    PdConfig.Limits now = live.get().limits();
    return new HttpLimits(
        now.httpConnections(),
        now.headTimeout().value(),
        now.bodyTimeout().value(),
        now.answerTimeout().value(),
        now.idleTimeout().value(),
        now.requestSize().bytes());
  }

  Duration forwardTimeout() {
    return live.get().limits().forwardTimeout().value();
  }

  Limits limits() {
    PdConfig.Limits now = live.get().limits();
    return new Limits(
        now.leaderWait().value(),
        now.forwardTimeout().value(),
        now.pingTimeout().value(),
        now.viewTimeout().value());
  }

  StoreRules storeRules() {
    PdConfig now = live.get();
    return new StoreRules(
        now.replication().maxReplicas(),
        Labels.list(now.replication().locationLabels()),
        now.replication().strictlyMatchLabel(),
        SemVer.parse(now.clusterVersion()).orElse(SemVer.ZERO),
        now.limits().heartbeatSaveInterval().value(),
        now.limits().storeCheckInterval().value(),
        now.limits().storeDisconnectTime().value(),
        now.schedule().maxStorePreparingTime().value());
  }

  StoreView storeView() {
    PdConfig now = live.get();
    return new StoreView(
        now.limits().storeDisconnectTime().value(),
        now.schedule().maxStoreDownTime().value(),
        now.schedule().lowSpaceRatio(),
        now.schedule().highSpaceRatio(),
        now.schedule().regionScoreFormulaVersion(),
        now.schedule().leaderSchedulePolicy().equals("size"),
        now.schedule().hotRegionCacheHitsThreshold());
  }
}
