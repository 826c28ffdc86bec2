package io.minitidb.pd.fault;

import io.minitidb.node.HostPort;
import io.minitidb.pd.FreePorts;
import io.minitidb.server.Closer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// A run of random faults over three members, as a program: it must be started where it reaches
/// them. Prints what it does and finds to standard error; exit code 1 when something was wrong.
///
/// Arguments: a directory, and the prefix of the [Network] or an empty text. Properties as told in
/// [ElectionFaultTest].
final class ElectionFaults implements AutoCloseable {
  private static final int MEMBERS = 3;
  private static final long STARTED = System.nanoTime();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LONG_RUN = 100;
  private static final boolean DEFAULTS = Boolean.getBoolean("pd.defaults");
  private static final long LEASE_MILLIS = DEFAULTS ? 5000 : 2000;

  /// Where the members are.
  ///
  /// @param network empty: all on the loopback interface, where nothing can be cut
  record Setting(Path directory, Optional<Network> network) {}

  /// A fault that is to happen.
  ///
  /// @param onLeader to the leader or to a follower
  /// @param longer than the lease
  private record Plan(Fault fault, boolean onLeader, boolean longer) {
    String label() {
      String length = !fault.lasts() ? "" : longer ? ", long" : ", short";
      return (fault.isRequest() ? "" : onLeader ? "leader: " : "follower: ") + fault.text + length;
    }
  }

  private final Setting setting;
  private final Random random;
  private final Closer closer = new Closer();
  private final List<MemberProcess> members = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private final Outages outages = new Outages();
  private final HttpClient http = HttpClient.newHttpClient();

  private ElectionFaults(Setting setting, long seed) throws IOException {
    this.setting = setting;
    this.random = new Random(seed);
    closer.add(http::shutdownNow);
    // Members would outlive a run that is cut off.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> members.forEach(MemberProcess::end)));
    List<Integer> ports = setting.network().isPresent() ? List.of() : FreePorts.take(2 * MEMBERS);
    for (int i = 0; i < MEMBERS; i++) {
      MemberProcess member = closer.add(member(i, ports));
      member.start();
      members.add(member);
      probes.add(closer.add(new Probe(member.name(), member.address())));
    }
  }

  private MemberProcess member(int number, List<Integer> ports) {
    Map<String, String> flags = new LinkedHashMap<>();
    String name = "pd-" + number;
    flags.put("name", name);
    HostPort address;
    if (setting.network().isPresent()) {
      Network network = setting.network().get();
      address = new HostPort(network.control(number), 2379);
      flags.put("client-urls", "http://0.0.0.0:2379");
      flags.put("advertise-client-urls", "http://" + network.data(number) + ":2379");
      flags.put("peer-urls", peer(number, ports));
    } else {
      address = new HostPort("127.0.0.1", ports.get(2 * number));
      flags.put("client-urls", "http://" + address);
      flags.put("peer-urls", peer(number, ports));
    }
    flags.put(
        "initial-cluster",
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> "pd-" + i + "=" + peer(i, ports))
            .collect(Collectors.joining(",")));
    if (!DEFAULTS) {
      flags.putAll(Map.of("lease", "2", "tick-interval", "50ms", "election-interval", "500ms"));
    }
    List<String> before =
        setting.network().map(network -> network.inside(number)).orElse(List.of());
    return new MemberProcess(setting.directory().resolve(name), before, flags, address);
  }

  private String peer(int number, List<Integer> ports) {
    return "http://"
        + setting
            .network()
            .map(network -> network.data(number) + ":2380")
            .orElseGet(() -> "127.0.0.1:" + ports.get(2 * number + 1));
  }

  /// All faults there are, in random order. A short run begins with those that matter most.
  private List<Plan> deck(int faults) {
    String kinds = System.getProperty("pd.kinds", "");
    List<Plan> deck = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      boolean chosen =
          kinds.isEmpty()
              ? faults >= LONG_RUN || !fault.isSlow()
              : Arrays.asList(kinds.split(",")).contains(fault.name());
      if (!chosen || (fault.needsNetwork() && setting.network().isEmpty())) {
        continue;
      }
      deck.add(new Plan(fault, true, true));
      if (fault.isSlow()) {
        continue;
      }
      deck.add(new Plan(fault, true, false));
      if (kinds.isEmpty()) {
        deck.add(new Plan(fault, false, random.nextBoolean()));
      }
    }
    Collections.shuffle(deck, random);
    for (Fault first : List.of(Fault.KILL_BOTH, Fault.CUT)) {
      Plan plan = new Plan(first, true, true);
      if (deck.remove(plan)) {
        deck.addFirst(plan);
      }
    }
    return deck;
  }

  private void run(int faults) throws IOException, InterruptedException {
    int leader = awaitLeader("the first leader");
    List<Plan> deck = List.of();
    for (int round = 0; round < faults; round++) {
      if (round % Math.max(1, deck.size()) == 0) {
        deck = deck(faults);
      }
      Plan plan = deck.get(round % deck.size());
      leader = one(round + 1, plan, leader);
    }
  }

  /// Lets one fault happen and pass; returns the leader afterwards.
  private int one(int round, Plan plan, int leader) throws IOException, InterruptedException {
    int victim = plan.onLeader() ? leader : (leader + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
    String name = members.get(victim).name();
    boolean moved = !plan.fault().isRequest() && random.nextInt(5) == 0;
    String label = moved ? "any of these during a transfer" : plan.label();
    say(round + ": " + name + ", " + plan.label() + (moved ? ", during a transfer" : ""));
    probes.get(victim).excuse(!plan.fault().leavesLocalRoutes());
    CompletableFuture<Boolean> transfer = CompletableFuture.completedFuture(false);
    long begin = System.nanoTime();
    int other = (leader + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
    if (moved || plan.fault() == Fault.TRANSFER) {
      transfer = post("/pd/api/v1/leader/transfer/" + members.get(other).name(), victim);
    } else if (plan.fault() == Fault.RESIGN) {
      transfer = post("/pd/api/v1/leader/resign", victim);
    }
    plan.fault().begin(members.get(victim), victim, setting);
    hold(plan, victim, leader, begin);
    if (plan.fault().isRequest() && transfer.join()) {
      awaitChange(label, leader, begin);
    }
    plan.fault().end(members.get(victim), victim, setting, random);
    int next = awaitLeader(label);
    probes.get(victim).excuse(false);
    double seconds = outages.longest(begin, System.nanoTime(), probes) / 1e9;
    outages.add(label, seconds);
    say(String.format("   %.2f s without a leader, then %s", seconds, members.get(next).name()));
    return next;
  }

  private void hold(Plan plan, int victim, int leader, long begin) throws InterruptedException {
    Fault fault = plan.fault();
    if (!fault.ends() && !fault.lasts()) {
      return;
    }
    if (fault.lasts() && !plan.longer()) {
      TimeUnit.MILLISECONDS.sleep(LEASE_MILLIS / 10 + random.nextLong(LEASE_MILLIS * 8 / 10));
      return;
    }
    if (victim == leader && fault.othersTakeOver()) {
      Awaitility.await("another leader while " + members.get(victim).name() + " is away")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() ->
              probes.stream()
                  .filter(probe -> probe != probes.get(victim))
                  .anyMatch(probe -> probe.servedSince(begin)));
    } else if (fault.lasts()) {
      TimeUnit.MILLISECONDS.sleep(LEASE_MILLIS);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextLong(LEASE_MILLIS / 2)); // the random step
  }

  /// Waits until `leader` leads no more. It may do so again soon: a member that was elected often
  /// lately hands on what it was given.
  private void awaitChange(String why, int leader, long begin) {
    Awaitility.await(why + ": the end of the term")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> probes.get(leader).deniedSince(begin));
  }

  /// Waits until all members run, answer, agree on a leader and have done so for a moment.
  private int awaitLeader(String why) {
    long since = System.nanoTime();
    try {
      Awaitility.await(why)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .during(Duration.ofMillis(200))
          .until(() -> agreed(since).isPresent());
    } catch (RuntimeException e) {
      probes.forEach(probe -> say("last of each: " + probe.role() + " " + probe.failures()));
      members.forEach(member -> say(member.name() + " runs: " + member.alive()));
      throw e;
    }
    probes.forEach(probe -> probe.excuse(false));
    return agreed(since).orElseThrow(() -> new IllegalStateException(why + ": it is gone again"));
  }

  private Optional<Integer> agreed(long since) {
    List<Probe.Role> roles = probes.stream().flatMap(probe -> probe.role().stream()).toList();
    List<Probe.Role> leading = roles.stream().filter(Probe.Role::leads).toList();
    boolean all =
        roles.size() == MEMBERS
            && leading.size() == 1
            && roles.stream()
                .allMatch(role ->
                    role.sent() > since && role.leader().equals(leading.getFirst().member()))
            && probes.stream().allMatch(Probe::answersAll)
            && members.stream().allMatch(MemberProcess::alive);
    return all
        ? Optional.of(roles.indexOf(leading.getFirst()))
            .filter(i -> probes.get(i).servedSince(since))
        : Optional.empty();
  }

  /// Returns whether it was accepted.
  private CompletableFuture<Boolean> post(String path, int unlike) {
    HostPort to = members.get((unlike + 1) % MEMBERS).address();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + to + path))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle((answer, failure) -> {
          say("   " + path + ": " + (failure == null ? answer.body().strip() : failure));
          return failure == null && answer.statusCode() == 200;
        });
  }

  private List<String> problems() throws IOException {
    List<Beliefs.Belief> terms = new ArrayList<>();
    for (MemberProcess member : members) {
      terms.addAll(Beliefs.of(member.name(), member.log(), member.kills()));
    }
    List<String> found = new ArrayList<>(Beliefs.overlaps(terms));
    found.addAll(Answers.problems(probes, terms));
    probes.forEach(probe -> found.addAll(probe.failures()));
    say(terms.size() + " terms, " + Answers.summary(probes));
    return found;
  }

  @Override
  public void close() {
    closer.close();
  }

  private static void say(String text) {
    System.err.printf("%6.1f %s%n", (System.nanoTime() - STARTED) / 1e9, text);
  }

  public static void main(String[] args) {
    Optional<Network> network =
        Optional.of(args[1]).filter(p -> !p.isEmpty()).map(p -> new Network(p, MEMBERS));
    Setting setting = new Setting(Path.of(args[0]), network);
    List<String> problems = new ArrayList<>();
    endWithInput();
    try {
      ElectionFaults faults = new ElectionFaults(setting, Long.getLong("pd.seed", 0));
      try (faults) {
        faults.run(Integer.getInteger("pd.faults", 8));
      } catch (RuntimeException | IOException | InterruptedException e) {
        problems.add(e.toString());
      }
      faults.outages.table().lines().forEach(ElectionFaults::say);
      problems.addAll(faults.problems());
    } catch (IOException e) {
      problems.add(e.toString());
    }
    problems.forEach(problem -> say("PROBLEM " + problem));
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /// Ends this program, and the members with it, when the test that started it is gone.
  private static void endWithInput() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
          } catch (IOException e) {
            say(e.toString());
          }
          System.exit(2);
        });
  }
}
