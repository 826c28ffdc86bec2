package io.minitidb.pd.http;

import com.google.protobuf.ByteString;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.RegionBook;
import io.minitidb.pd.model.RegionState;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import java.util.Optional;
import java.util.function.Supplier;

/// The routes of the regions.
public final class RegionRoutes {
  private static final int LIMIT = 16;
  private static final int HIGHEST_LIMIT = 10_240;

  private final RunningCluster cluster;

  public RegionRoutes(LocalMember member) {
    this.cluster = new RunningCluster(member);
  }

  public void addTo(Routes routes) {
    String v1 = PdRoutes.V1;
    routes
        .get(v1 + "/regions", (call, names) -> Answers.raw(RegionJson.regions(book().all())))
        .get(v1 + "/regions/key", (call, names) -> scan(call))
        .get(v1 + "/regions/count", (call, names) -> count())
        .get(v1 + "/regions/store/{id}", (call, names) -> ofStore(names.getOrDefault("id", "")))
        .get(v1 + "/region/id/{id}", (call, names) -> byId(names.getOrDefault("id", "")))
        .get(v1 + "/region/key/{key}", (call, names) -> byKey(call));
  }

  private RegionBook book() {
    return cluster.get().regionBook();
  }

  private static boolean hex(HttpCall call) {
    return call.parameter("format").equals(Optional.of("hex"));
  }

  private HttpAnswer scan(HttpCall call) {
    RegionBook regions = book();
    return checked(() -> {
      ByteString from = KeyText.inQuery(call.uri(), "key", hex(call));
      ByteString to = KeyText.inQuery(call.uri(), "end_key", hex(call));
      int limit =
          call.parameter("limit")
              .filter(text -> !text.isEmpty())
              .map(GoText::integer)
              .orElse(LIMIT);
      return Answers.raw(
          RegionJson.regions(regions.scan(from, to, Math.min(limit, HIGHEST_LIMIT))));
    });
  }

  private HttpAnswer count() {
    return Answers.json(GoJson.object().put("count", book().count()).put("regions", null));
  }

  private HttpAnswer ofStore(String id) {
    RegionBook regions = book();
    return checked(() -> Answers.raw(RegionJson.regions(regions.on(GoText.integer(id)))));
  }

  private HttpAnswer byId(String text) {
    RegionBook regions = book();
    return checked(() -> {
      long id = GoText.unsigned(text);
      return id == 0
          ? Answers.json(400, "[PD:region:ErrRegionInvalidID]invalid region id")
          : region(regions.find(id), text);
    });
  }

  private HttpAnswer byKey(HttpCall call) {
    RegionBook regions = book();
    return checked(() -> {
      ByteString key = KeyText.inPath(call.path(), hex(call));
      return region(regions.find(key), "of key " + KeyText.hex(key));
    });
  }

  private static HttpAnswer region(Optional<RegionState> found, String which) {
    return found
        .map(state -> Answers.raw(RegionJson.region(state)))
        .orElseGet(
            () -> Answers.json(404, "[PD:region:ErrRegionNotFound]region " + which + " not found"));
  }

  /// What is malformed in a request is a plain JSON string here.
  private static HttpAnswer checked(Supplier<HttpAnswer> answer) {
    try {
      return answer.get();
    } catch (IllegalArgumentException e) {
      return Answers.json(400, e.getMessage());
    }
  }
}
