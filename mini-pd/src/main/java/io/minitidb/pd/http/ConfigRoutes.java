package io.minitidb.pd.http;

import io.minitidb.config.ConfigItem;
import io.minitidb.pd.change.ConfigChanges;
import io.minitidb.pd.change.ConfigChanges.Refused;
import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.http.ConfigBody.Malformed;
import io.minitidb.pd.model.SemVer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The routes of the configuration. What changes it is the leader's alone: another member that is
/// told to answer for itself refuses.
public final class ConfigRoutes {
  private static final String UPDATED = "The config is updated.";
  private static final String REPLICATION = "replication";

  private final LocalMember member;
  private final ConfigView view;
  private final ConfigBody body;
  private final ConfigChanges changes;
  private final Supplier<String> defaults;

  /// @param items of the configuration, by dotted key
  /// @param defaults the configuration of a member of which nothing was said
  public ConfigRoutes(
      LocalMember member,
      ConfigView view,
      Map<String, ConfigItem> items,
      ConfigChanges changes,
      Supplier<String> defaults) {
    this.member = member;
    this.view = view;
    this.body = new ConfigBody(items);
    this.changes = changes;
    this.defaults = defaults;
  }

  public void addTo(Routes routes) {
    String path = ConfigView.PATH;
    routes
        .get(path, (call, names) -> view.ofCluster(call))
        .post(path, (call, names) -> answer(call, this::change, 400, false))
        .get(
            path + "/default",
            (call, names) -> ConfigView.show(ConfigJson.shape(defaults.get(), Map.of(), List.of())))
        .get(path + "/schedule", (call, names) -> section("schedule"))
        .post(
            path + "/schedule",
            (call, names) ->
                answer(call, (c, term) -> changeSection(c, term, "schedule"), 500, false))
        .get(path + "/replicate", (call, names) -> section(REPLICATION))
        .post(
            path + "/replicate",
            (call, names) ->
                answer(call, (c, term) -> changeSection(c, term, REPLICATION), 500, true))
        .get(
            path + "/cluster-version",
            (call, names) -> Answers.json(view.own().path("cluster-version").asString("")))
        .post(
            path + "/cluster-version",
            (call, names) -> answer(call, this::changeVersion, 500, true));
  }

  private HttpAnswer section(String name) {
    return ConfigView.show(ConfigJson.section(view.own(), name));
  }

  /// What a request does on the leader.
  private interface Work {
    HttpAnswer on(HttpCall call, Term term) throws Malformed, Refused;
  }

  /// @param refused the status for values that are not taken
  /// @param coded whether a malformed body is answered as an object with a code
  private HttpAnswer answer(HttpCall call, Work work, int refused, boolean coded) {
    Optional<Term> term = member.term();
    if (term.isEmpty()) {
      return Answers.json(500, "[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader");
    }
    try {
      return work.on(call, term.get());
    } catch (Malformed e) {
      String why = String.valueOf(e.getMessage());
      return coded ? Answers.badInput(why) : Answers.json(400, why);
    } catch (Refused e) {
      return Answers.json(refused, e.getMessage());
    } catch (PdError e) {
      return Answers.json(refused, e.getMessage());
    }
  }

  private HttpAnswer change(HttpCall call, Term term) throws Malformed, Refused {
    Map<String, String> items = body.items(ConfigBody.read(call));
    Optional<String> seconds = call.parameter("ttlSecond");
    if (seconds.isEmpty()) {
      change(call, term, items);
      return Answers.json(UPDATED);
    }
    Duration ttl = seconds(seconds.get());
    if (ttl.isZero()) {
      view.ttl().delete(term.fence(), items.keySet());
      return Answers.json("The ttl config is deleted.");
    }
    view.ttl().set(term.fence(), items, ttl);
    return Answers.json("The ttl config is updated.");
  }

  private static Duration seconds(String text) throws Malformed {
    try {
      return Duration.ofSeconds(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException e) {
      throw new Malformed("ttlSecond: '" + text + "' is no number of seconds");
    }
  }

  private HttpAnswer changeSection(HttpCall call, Term term, String section)
      throws Malformed, Refused {
    ObjectNode shown = ConfigJson.section(view.own(), section);
    change(call, term, body.items(section, ConfigBody.read(call), shown));
    return Answers.json(UPDATED);
  }

  private HttpAnswer changeVersion(HttpCall call, Term term) throws Malformed, Refused {
    JsonNode version = ConfigBody.read(call).path("cluster-version");
    if (!version.isString()) {
      throw new Malformed("not set cluster-version");
    }
    Optional<SemVer> parsed = SemVer.parse(version.stringValue());
    if (parsed.isEmpty()) {
      throw new Refused("'" + version.stringValue() + "' is no version like 8.5.0");
    }
    change(call, term, Map.of("cluster-version", parsed.get().toString()));
    return Answers.json("The cluster version is updated.");
  }

  private void change(HttpCall call, Term term, Map<String, String> items) throws Refused {
    if (items.keySet().stream().anyMatch(key -> key.startsWith(REPLICATION + "."))) {
      requireRules(term.cluster(), items);
    }
    if (!items.isEmpty()) {
      changes.change(items, ConfigBody.who(call), ConfigBody.statement(call, items));
    }
  }

  /// Placement rules live in the bootstrapped cluster; while they are on, replication cannot be
  /// changed before it is there.
  private void requireRules(ClusterState cluster, Map<String, String> items) {
    String key = "enable-placement-rules";
    String before = ConfigJson.section(view.own(), REPLICATION).path(key).asString("");
    String rules = items.getOrDefault(REPLICATION + "." + key, before);
    if (Boolean.parseBoolean(rules) && cluster.bootstrapTime().isEmpty()) {
      throw PdError.notBootstrapped();
    }
  }
}
