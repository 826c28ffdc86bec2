package io.minitidb.pdclient;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks PD for all stores and their statistics, by HTTP: any member passes the question on to the
/// leader. The member that answered last is asked first.
public final class StoreStatusClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String ROUTE = "/pd/api/v1/stores?state=0&state=1&state=2";
  private static final JsonMapper JSON = new JsonMapper();

  private final Security security;
  private final HttpClient http;
  private Optional<HostPort> good = Optional.empty();

  public StoreStatusClient(Security security) {
    this.security = security;
    this.http =
        security
            .secure(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
  }

  /// Returns every store, also those that are gone, in the order of their ids.
  ///
  /// @throws PdException when none of the members answers
  public synchronized List<StoreStatus> stores(List<HostPort> members) {
    List<HostPort> order = new ArrayList<>(members);
    good.filter(order::remove).ifPresent(first -> order.addFirst(first));
    String why = "no member is known";
    for (HostPort member : order) {
      HttpRequest request =
          HttpRequest.newBuilder(security.uri(member, ROUTE)).timeout(LIMIT).build();
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          List<StoreStatus> stores = parse(answer.body());
          good = Optional.of(member);
          return stores;
        }
        why = member + " answered " + answer.statusCode();
      } catch (IOException | JacksonException e) {
        why = member + ": " + e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PdException("interrupted while asking for stores", e);
      }
    }
    throw new PdException("PD does not tell the stores: " + why);
  }

  /// Parses the answer of PD's route `stores`.
  static List<StoreStatus> parse(String body) {
    List<StoreStatus> stores = new ArrayList<>();
    for (JsonNode each : JSON.readTree(body).path("stores")) {
      JsonNode store = each.path("store");
      JsonNode status = each.path("status");
      stores.add(
          new StoreStatus(
              store.path("id").asLong(0),
              store.path("address").asString(""),
              store.path("state").asInt(0),
              store.path("state_name").asString(""),
              labels(store.path("labels")),
              store.path("version").asString(""),
              status.path("capacity").asString(""),
              status.path("available").asString(""),
              share(status, "leader"),
              share(status, "region"),
              time(status.path("start_ts")),
              time(status.path("last_heartbeat_ts")),
              status.path("uptime").asString("")));
    }
    stores.sort((a, b) -> Long.compareUnsigned(a.id(), b.id()));
    return List.copyOf(stores);
  }

  /// As MySQL prints JSON, with a blank behind each colon and comma.
  private static String labels(JsonNode labels) {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (JsonNode label : labels) {
      text.add(
          "{\"key\": "
              + JSON.writeValueAsString(label.path("key").asString(""))
              + ", \"value\": "
              + JSON.writeValueAsString(label.path("value").asString(""))
              + "}");
    }
    return text.toString();
  }

  private static StoreStatus.Share share(JsonNode status, String of) {
    return new StoreStatus.Share(
        status.path(of + "_count").asLong(0),
        status.path(of + "_weight").asDouble(0),
        status.path(of + "_score").asDouble(0),
        status.path(of + "_size").asLong(0));
  }

  /// PD writes 1970 for what never happened.
  private static Optional<Instant> time(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asString("")).toInstant())
          .filter(time -> time.isAfter(Instant.EPOCH));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
