package io.minitidb.etcd;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.minitidb.node.HostPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of one client of etcd, which may change while it runs: gRPC asks for them by the
/// name [#target] and is told of every change. Calls that are under way stay where they are. A
/// member that has answered and then falls silent is avoided for a while: the kernel of a frozen
/// process keeps its connections, so nothing else tells that it is gone.
final class Endpoints implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
  private static final Duration AVOIDANCE = Duration.ofSeconds(20);
  private static final String SCHEME = "minitidb-etcd";
  private static final Map<String, Endpoints> BY_NAME = new ConcurrentHashMap<>();
  private static final AtomicLong NAMES = new AtomicLong();

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Provider());
  }

  private final String name = Long.toString(NAMES.incrementAndGet());
  private final Set<Resolver> resolvers = new CopyOnWriteArraySet<>();
  private final Map<HostPort, Long> avoidedSince = new ConcurrentHashMap<>();
  private volatile List<HostPort> addresses;
  private volatile Optional<InetSocketAddress> answering = Optional.empty();

  Endpoints(List<HostPort> addresses) {
    this.addresses = List.copyOf(addresses);
    BY_NAME.put(name, this);
  }

  /// Returns what gRPC has to be told instead of an address.
  String target() {
    return SCHEME + ":///" + name;
  }

  /// Notes who has answered last: new calls go there as well.
  void answeredBy(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress known) {
      answering = Optional.of(known);
    }
  }

  /// Returns where a call goes that begins now, as far as it is known.
  Optional<InetSocketAddress> asked() {
    return answering;
  }

  /// An answer did not come from there; another call may long have gone elsewhere.
  void fellSilent(Optional<InetSocketAddress> asked) {
    if (answering.equals(asked)) {
      answering = Optional.empty();
    }
    for (HostPort address : addresses) {
      if (asked.filter(each -> is(address, each)).isPresent()
          && avoidedSince.put(address, System.nanoTime()) == null) {
        log.warn("etcd at {} is silent and avoided for {} s", address, AVOIDANCE.toSeconds());
        if (avoidedSince.keySet().containsAll(addresses)) {
          avoidedSince.keySet().retainAll(Set.of(address)); // the others have had time to recover
        }
        resolvers.forEach(Resolver::tell);
      }
    }
  }

  private static boolean is(HostPort address, InetSocketAddress asked) {
    return address.port() == asked.getPort()
        && (address.host().equals(asked.getHostString()) || address.socketAddress().equals(asked));
  }

  /// Those that are not avoided, or all when there is only that one.
  private List<HostPort> usable() {
    List<HostPort> good =
        addresses.stream().filter(each -> !avoidedSince.containsKey(each)).toList();
    return good.isEmpty() ? addresses : good;
  }

  /// Makes these the addresses; an empty list changes nothing. Also forgives those that were
  /// avoided for long enough.
  void set(List<HostPort> fresh) {
    long now = System.nanoTime();
    boolean forgiven = avoidedSince.values().removeIf(since -> now - since >= AVOIDANCE.toNanos());
    if (fresh.isEmpty() || Set.copyOf(fresh).equals(Set.copyOf(addresses))) {
      if (forgiven) {
        resolvers.forEach(Resolver::tell);
      }
      return;
    }
    log.info("etcd is at {} from now on, before at {}", fresh, addresses);
    addresses = List.copyOf(fresh);
    resolvers.forEach(Resolver::tell);
  }

  @Override
  public void close() {
    BY_NAME.remove(name);
  }

  private static final class Resolver extends NameResolver {
    private final Endpoints endpoints;
    private volatile Listener2 listener = new Deaf();

    Resolver(Endpoints endpoints) {
      this.endpoints = endpoints;
    }

    @Override
    public String getServiceAuthority() {
      return endpoints.addresses.getFirst().toString();
    }

    @Override
    public void start(Listener2 told) {
      listener = told;
      endpoints.resolvers.add(this);
      tell();
    }

    @Override
    public void refresh() {
      tell();
    }

    void tell() {
      List<EquivalentAddressGroup> groups =
          endpoints.usable().stream().map(Resolver::group).toList();
      listener.onResult(
          ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(groups)).build());
    }

    private static EquivalentAddressGroup group(HostPort address) {
      return new EquivalentAddressGroup(
          address.socketAddress(),
          Attributes.newBuilder()
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, address.toString())
              .build());
    }

    @Override
    public void shutdown() {
      endpoints.resolvers.remove(this);
    }
  }

  /// Before gRPC listens.
  private static final class Deaf extends NameResolver.Listener2 {
    @Override
    public void onResult(NameResolver.ResolutionResult result) {}

    @Override
    public void onError(io.grpc.Status error) {}
  }

  private static final class Provider extends NameResolverProvider {
    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
      return Set.of(InetSocketAddress.class);
    }

    @Override
    @SuppressWarnings("NullAway") // null says that the name is none of ours
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      Endpoints endpoints =
          SCHEME.equals(target.getScheme()) ? BY_NAME.get(target.getPath().substring(1)) : null;
      return endpoints == null ? null : new Resolver(endpoints);
    }
  }
}
