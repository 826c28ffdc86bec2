package io.minitidb.pd.fault;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.node.HostPort;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.server.Channels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one member all the time, 50 times a second each: its own routes, every second time who
/// leads, and a timestamp. All times are by `System.nanoTime()`.
final class Probe implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PERIOD_MILLIS = 20;
  private static final String LOCAL = "/pd_member/api/v1/";

  /// Those that every member answers in any state.
  private static final List<String> ROUTES =
      List.of(
          "ping",
          "status",
          "version",
          "members",
          "leader",
          "config",
          "health",
          "node_info",
          "stats_info",
          "network_latency");

  /// What a member said of its role at some time between `sent` and `received`.
  record Role(String member, long sent, long received, boolean leads, String leader) {}

  /// A timestamp that a member gave between `sent` and `received`.
  record Stamp(String member, long sent, long received, long value) {}

  private final String member;
  private final HostPort address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ManagedChannel channel;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ConcurrentLinkedQueue<Role> claims = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Stamp> stamps = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile Optional<Role> role = Optional.empty();
  private volatile Optional<RequestHeader> header = Optional.empty();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger inARow = new AtomicInteger();
  private volatile boolean excused = true;
  private volatile long latestStampSent = Long.MIN_VALUE / 2;
  private volatile long latestDenialSent = Long.MIN_VALUE / 2;
  private int next;

  Probe(String member, HostPort address) {
    this.member = member;
    this.address = address;
    channel = Channels.open(address);
    for (Runnable question : List.<Runnable>of(this::askRoute, this::askStamp)) {
      timer.scheduleWithFixedDelay(question, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// While a member is excused, its failures do not count.
  void excuse(boolean yes) {
    excused = yes;
  }

  /// Returns the latest answer.
  Optional<Role> role() {
    return role;
  }

  /// Says whether each of its routes has answered since the last one failed.
  boolean answersAll() {
    return inARow.get() >= ROUTES.size();
  }

  /// Returns every answer that said that the member leads, in their order.
  List<Role> claims() {
    return List.copyOf(claims);
  }

  List<Stamp> stamps() {
    return List.copyOf(stamps);
  }

  /// Says whether it gave a timestamp that was asked for after `nanos`.
  boolean servedSince(long nanos) {
    return latestStampSent - nanos > 0;
  }

  /// Says whether it said, asked after `nanos`, that it does not lead.
  boolean deniedSince(long nanos) {
    return latestDenialSent - nanos > 0;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /// Returns how many requests of the member's own routes were answered.
  long answered() {
    return answered.get();
  }

  private void askRoute() {
    if (next++ % 2 == 0) {
      askRole();
    } else {
      boolean well = ask(ROUTES.get(next / 2 % ROUTES.size())).isPresent();
      inARow.updateAndGet(before -> well ? before + 1 : 0);
    }
  }

  private void askRole() {
    long sent = System.nanoTime();
    ask("role")
        .ifPresent(body -> {
          JsonNode json = JSON.readTree(body);
          Role said =
              new Role(
                  member,
                  sent,
                  System.nanoTime(),
                  json.path("is_leader").asBoolean(),
                  json.path("pd_leader").asString(""));
          if (said.leads()) {
            claims.add(said);
          }
          if (!said.leads()) {
            latestDenialSent = sent;
          }
          role = Optional.of(said);
        });
  }

  private Optional<String> ask(String route) {
    boolean forgiven = excused;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + LOCAL + route))
            .timeout(PATIENCE)
            .build();
    String problem;
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        answered.incrementAndGet();
        return Optional.of(answer.body());
      }
      problem = answer.statusCode() + " " + answer.body().strip();
    } catch (IOException e) {
      problem = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    if (!forgiven && !excused) {
      failures.add(member + " " + route + " at " + System.nanoTime() + ": " + problem);
    }
    return Optional.empty();
  }

  private void askStamp() {
    try {
      PDGrpc.PDBlockingV2Stub stub =
          PDGrpc.newBlockingV2Stub(channel).withDeadlineAfter(3, TimeUnit.SECONDS);
      RequestHeader ours = header(stub);
      long sent = System.nanoTime();
      BlockingClientCall<TsoRequest, TsoResponse> call = stub.tso();
      call.write(TsoRequest.newBuilder().setHeader(ours).setCount(1).build());
      call.halfClose();
      TsoResponse answer = call.read();
      long received = System.nanoTime();
      if (answer != null && !answer.getHeader().hasError()) {
        long value =
            (answer.getTimestamp().getPhysical() << 18) + answer.getTimestamp().getLogical();
        stamps.add(new Stamp(member, sent, received, value));
        latestStampSent = sent;
        call.read();
      }
    } catch (StatusException e) {
      // Whoever does not lead refuses; a connection that failed is tried again at once.
      channel.resetConnectBackoff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RequestHeader header(PDGrpc.PDBlockingV2Stub stub) throws StatusException {
    RequestHeader known = header.orElse(RequestHeader.getDefaultInstance());
    if (known.getClusterId() == 0) {
      long cluster =
          stub.getMembers(GetMembersRequest.getDefaultInstance()).getHeader().getClusterId();
      known = RequestHeader.newBuilder().setClusterId(cluster).build();
      header = Optional.of(known);
    }
    return known;
  }

  @Override
  public void close() {
    excused = true; // a request that is under way is cut off by us
    timer.shutdownNow();
    channel.shutdownNow();
    http.shutdownNow();
  }
}
