package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Up to where old versions may be thrown away. The safe point itself is set by whoever collects;
/// each service may hold it back for a time by a safe point of its own, and the lowest counts. All
/// of it lies in etcd only: it is asked for once a minute at most.
///
/// A safe point is a timestamp, compared unsigned. As long as the collector (`gc_worker`) has said
/// nothing its safe point is 0, so that nobody's wish comes too late.
public final class GcSafePoints {
  private static final Logger log = LoggerFactory.getLogger(GcSafePoints.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String COLLECTOR = "gc_worker";
  private static final Comparator<Service> LOWEST =
      Comparator.comparing(Service::safePoint, Long::compareUnsigned);

  /// The wish of one service.
  ///
  /// @param expiredAt unix seconds, [Long#MAX_VALUE] for never
  public record Service(String id, long expiredAt, long safePoint) {

    /// Returns the seconds that are left.
    public long ttl(long now) {
      return expiredAt == Long.MAX_VALUE ? expiredAt : expiredAt - now;
    }
  }

  /// Returns the safe point, 0 when none was ever set.
  public long safePoint(Fence fence) {
    Optional<Entry> entry = fence.store().get(fence.keys().gcSafePoint());
    return entry.map(e -> Long.parseUnsignedLong(e.value().toStringUtf8(), 16)).orElse(0L);
  }

  /// Takes a service's wish in, when nobody's is lower, or withdraws it.
  ///
  /// @param ttl in seconds; 0 or less withdraws
  /// @param now unix seconds, by the time of the timestamps
  /// @return the service with the lowest safe point; when it is above the one that was asked for,
  ///   the wish came too late
  public synchronized Service update(Fence fence, String id, long ttl, long safePoint, long now) {
    if (id.isEmpty() || id.contains("/")) {
      throw new IllegalArgumentException("invalid service id '" + id + "'");
    }
    if (id.equals(COLLECTOR) && ttl != Long.MAX_VALUE) {
      throw new IllegalArgumentException("ttl of " + COLLECTOR + "'s safe point must be infinity");
    }
    List<Service> services = new ArrayList<>(living(fence, now));
    if (ttl <= 0) {
      fence.commit(List.of(new Write.Delete(fence.keys().gcService(id))));
      services.removeIf(each -> each.id().equals(id));
      return lowest(services);
    }
    Service before = lowest(services);
    if (Long.compareUnsigned(safePoint, before.safePoint()) < 0) {
      return before;
    }
    long expiredAt = ttl > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + ttl;
    Service wish = new Service(id, expiredAt, safePoint);
    fence.commit(
        List.of(new Write.Put(fence.keys().gcService(id), ByteString.copyFromUtf8(json(wish)))));
    services.removeIf(each -> each.id().equals(id));
    services.add(wish);
    return lowest(services);
  }

  private static Service lowest(List<Service> services) {
    boolean collectorKnown = services.stream().anyMatch(each -> each.id().equals(COLLECTOR));
    Service silent = new Service(COLLECTOR, Long.MAX_VALUE, 0);
    return collectorKnown ? services.stream().min(LOWEST).orElse(silent) : silent;
  }

  /// Reads all wishes, and deletes those whose time is over unless they were just renewed.
  private static List<Service> living(Fence fence, long now) {
    List<Service> living = new ArrayList<>();
    for (Entry entry : fence.store().list(fence.keys().gcServices())) {
      Optional<Service> service = parse(entry);
      if (service.isPresent() && service.get().expiredAt() > now) {
        living.add(service.get());
      } else if (service.isPresent()) {
        fence.commit(
            List.of(new Guard.RevisionIs(entry.key(), entry.modRevision())),
            List.of(new Write.Delete(entry.key())));
      }
    }
    return living;
  }

  private static String json(Service service) {
    return JSON.createObjectNode()
        .put("service_id", service.id())
        .put("expired_at", service.expiredAt())
        .put("safe_point", new BigInteger(Long.toUnsignedString(service.safePoint())))
        .toString();
  }

  /// What somebody else has left there and is no wish holds nothing back, but is told.
  private static Optional<Service> parse(Entry entry) {
    try {
      JsonNode json = JSON.readTree(entry.value().toStringUtf8());
      return Optional.of(
          new Service(
              json.required("service_id").stringValue(),
              json.required("expired_at").longValue(),
              json.required("safe_point").bigIntegerValue().longValue()));
    } catch (JacksonException e) {
      log.warn("{} is no safe point of a service: {}", entry.key(), e.getMessage());
      return Optional.empty();
    }
  }
}
