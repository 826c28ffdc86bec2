package io.minitidb.pd.change;

import com.google.protobuf.ByteString;
import io.minitidb.config.Configurable;
import io.minitidb.pd.cluster.Fence;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Grant;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Values that hold for a time: keys in etcd under a lease, as in the original, so they outlive the
/// leader that took them and nobody has to take them back.
public final class TtlItems {
  private static final Logger log = LoggerFactory.getLogger(TtlItems.class);
  private static final String PREFIX = "/config/ttl/";

  /// The items that may have a value for a time; the original's, as far as we have them.
  private static final Set<String> SUPPORTED =
      Set.of(
          "schedule.max-snapshot-count",
          "schedule.max-pending-peer-count",
          "schedule.max-merge-region-size",
          "schedule.max-merge-region-keys",
          "schedule.leader-schedule-limit",
          "schedule.region-schedule-limit",
          "schedule.replica-schedule-limit",
          "schedule.merge-schedule-limit",
          "schedule.hot-region-schedule-limit",
          "schedule.scheduler-max-waiting-operator",
          "schedule.enable-location-replacement");

  private final Configurable config;

  /// @param config checks the values
  public TtlItems(Configurable config) {
    this.config = config;
  }

  /// Returns the values that hold now, by dotted key, as the local etcd knows them. What others
  /// have written there and is no value of ours is left out.
  ///
  /// @throws MetaException when it does not answer
  public Map<String, String> values(MetaStore store) {
    Map<String, String> values = new TreeMap<>();
    for (MetaStore.Entry entry : store.localList(PREFIX)) {
      String key = entry.key().substring(PREFIX.length());
      try {
        values.putAll(checked(Map.of(key, entry.value().toStringUtf8())));
      } catch (ConfigChanges.Refused e) {
        log.debug("{} is no value for a time: {}", entry.key(), e.getMessage());
      }
    }
    return values;
  }

  /// Sets all of `items` for `ttl`, or none. What they had before they have again afterwards.
  ///
  /// @throws ConfigChanges.Refused for an item that is always set for good, or a bad value
  public void set(Fence fence, Map<String, String> items, Duration ttl)
      throws ConfigChanges.Refused {
    Map<String, String> values = checked(items);
    Grant lease = fence.store().grant(ttl);
    List<Write> writes = new ArrayList<>();
    values.forEach((key, value) ->
        writes.add(new Write.Put(PREFIX + key, ByteString.copyFromUtf8(value), lease.id())));
    try {
      fence.commit(writes);
    } catch (RuntimeException e) {
      revoke(fence, lease);
      throw e;
    }
  }

  private static void revoke(Fence fence, Grant lease) {
    try {
      fence.store().revoke(lease.id());
    } catch (MetaException e) {
      log.debug("a lease that nothing hangs on runs out by itself: {}", e.getMessage());
    }
  }

  /// Ends the time of `keys` now.
  public void delete(Fence fence, Set<String> keys) throws ConfigChanges.Refused {
    requireSupported(keys);
    fence.commit(keys.stream().<Write>map(key -> new Write.Delete(PREFIX + key)).toList());
  }

  private Map<String, String> checked(Map<String, String> items) throws ConfigChanges.Refused {
    requireSupported(items.keySet());
    List<Configurable.Checked> checked = config.check(Map.of(), items, List.copyOf(items.keySet()));
    String refusals =
        checked.stream()
            .flatMap(each -> each.refusal().stream())
            .distinct()
            .collect(Collectors.joining("; "));
    if (!refusals.isEmpty()) {
      throw new ConfigChanges.Refused(refusals);
    }
    Map<String, String> normal = new TreeMap<>();
    checked.forEach(each -> each.after().ifPresent(value -> normal.put(each.key(), value)));
    return normal;
  }

  private static void requireSupported(Set<String> keys) throws ConfigChanges.Refused {
    for (String key : keys) {
      if (!SUPPORTED.contains(key)) {
        throw new ConfigChanges.Refused("unsupported ttl config " + key);
      }
    }
  }
}
