package io.minitidb.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.minitidb.node.HostPort;
import io.minitidb.server.TlsContexts;
import io.minitidb.tls.Security;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The few things that nodes do with etcd, through PD's client URLs, which pass the etcd API on.
/// Every call has a deadline. Thread-safe. The members may all be replaced while this is open: it
/// follows the member list.
public final class Etcd implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Etcd.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /// Streams that a frozen member holds end after this and [#TIMEOUT]; gRPC allows no less.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /// In bytes; the history of the configuration is the largest that is read at once.
  private static final int LARGEST_ANSWER = 256 << 20;

  /// How often the member list is looked at. Members leave with a warning: a moment before their
  /// end they are off the list.
  private static final Duration FOLLOW = Duration.ofSeconds(5);

  private final Endpoints endpoints;
  private final Client client;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("etcd-members").factory());

  /// As [#Etcd(List, Security)], without TLS.
  public Etcd(List<HostPort> given) {
    this(given, Security.NONE);
  }

  /// @param given client addresses of some members, and of members that were: one that answers is
  ///   enough
  public Etcd(List<HostPort> given, Security security) {
    this(given, security, true);
  }

  /// Stays with an etcd on this machine, whatever the others are; its certificate need not name the
  /// host.
  public static Etcd local(HostPort address, Security security) {
    return new Etcd(List.of(address), security, false);
  }

  private Etcd(List<HostPort> given, Security security, boolean follow) {
    this.endpoints = new Endpoints(given);
    ClientBuilder builder =
        Client.builder()
            .target(endpoints.target())
            .connectTimeout(TIMEOUT)
            .keepaliveTime(KEEP_ALIVE)
            .keepaliveTimeout(TIMEOUT)
            .interceptor(new Answering(endpoints))
            .maxInboundMessageSize(LARGEST_ANSWER);
    if (security.tls()) {
      builder.sslContext(
          follow ? TlsContexts.client(security) : TlsContexts.clientOfAnyHost(security));
    }
    this.client = builder.build();
    if (follow) {
      clock.scheduleWithFixedDelay(this::follow, 0, FOLLOW.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void follow() {
    try {
      endpoints.set(
          await(client.getClusterClient().listMember()).getMembers().stream()
              .flatMap(member -> member.getClientURIs().stream())
              .map(url -> HostPort.ofUrl(url.toString()))
              .toList());
    } catch (EtcdException e) {
      log.debug("the members of etcd stay as they were: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("the members of etcd stay as they were", e);
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private <T> T await(CompletableFuture<T> future) {
    Optional<InetSocketAddress> asked = endpoints.asked();
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new EtcdException("etcd refused: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      future.cancel(true);
      endpoints.fellSilent(asked);
      throw new EtcdException("etcd did not answer within " + TIMEOUT.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EtcdException("interrupted while waiting for etcd", e);
    }
  }

  /// Returns all keys that begin with `prefix`, with their values.
  public Map<String, String> range(String prefix) {
    return range(prefix, prefix);
  }

  /// Returns those of the keys that begin with `prefix` that do not sort before `from`.
  public Map<String, String> range(String prefix, String from) {
    Map<String, String> found = new TreeMap<>();
    GetOption option =
        GetOption.builder().withRange(OptionsUtil.prefixEndOf(bytes(prefix))).build();
    for (KeyValue pair : await(client.getKVClient().get(bytes(from), option)).getKvs()) {
      found.put(
          pair.getKey().toString(StandardCharsets.UTF_8),
          pair.getValue().toString(StandardCharsets.UTF_8));
    }
    return found;
  }

  /// One key as it is now.
  ///
  /// @param revision of etcd at which it was last changed; 0 when there is no such key
  public record Entry(String key, String value, long revision) {}

  /// Returns the key, with an empty value and revision 0 when there is none. What was committed
  /// before the call is seen.
  public Entry get(String key) {
    return await(client.getKVClient().get(bytes(key))).getKvs().stream()
        .findFirst()
        .map(pair ->
            new Entry(key, pair.getValue().toString(StandardCharsets.UTF_8), pair.getModRevision()))
        .orElse(new Entry(key, "", 0));
  }

  /// Puts and deletes all of it at once, if `guard` is still what it was.
  ///
  /// @param deletes prefixes; everything below each is deleted
  /// @return the revision of etcd that it has made, or empty when `guard` has changed meanwhile
  public OptionalLong commit(Entry guard, Map<String, String> puts, List<String> deletes) {
    List<Op> ops = new ArrayList<>();
    puts.forEach((key, value) -> ops.add(Op.put(bytes(key), bytes(value), PutOption.DEFAULT)));
    DeleteOption below = DeleteOption.builder().isPrefix(true).build();
    deletes.forEach(prefix -> ops.add(Op.delete(bytes(prefix), below)));
    Cmp same = new Cmp(bytes(guard.key()), Cmp.Op.EQUAL, CmpTarget.modRevision(guard.revision()));
    TxnResponse answer =
        await(client.getKVClient().txn().If(same).Then(ops.toArray(Op[]::new)).commit());
    return answer.isSucceeded()
        ? OptionalLong.of(answer.getHeader().getRevision())
        : OptionalLong.empty();
  }

  /// Puts a key that lives until it is deleted.
  public void put(String key, String value) {
    await(client.getKVClient().put(bytes(key), bytes(value)));
  }

  /// Puts a key that lives as long as `lease`.
  public void put(String key, String value, long lease) {
    await(
        client
            .getKVClient()
            .put(bytes(key), bytes(value), PutOption.builder().withLeaseId(lease).build()));
  }

  /// Puts a key unless there is one; returns whether it did.
  public boolean create(String key, String value, long lease) {
    Cmp absent = new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
    Op put = Op.put(bytes(key), bytes(value), PutOption.builder().withLeaseId(lease).build());
    return await(client.getKVClient().txn().If(absent).Then(put).commit()).isSucceeded();
  }

  /// Grants a lease of `ttl`.
  public long grant(Duration ttl) {
    return await(client.getLeaseClient().grant(ttl.toSeconds())).getID();
  }

  /// Keeps a lease alive once.
  ///
  /// @throws EtcdException also when the lease has ended
  public void keepAlive(long lease) {
    if (await(client.getLeaseClient().keepAliveOnce(lease)).getTTL() <= 0) {
      throw new EtcdException("lease " + Long.toHexString(lease) + " has ended", null);
    }
  }

  public void revoke(long lease) {
    await(client.getLeaseClient().revoke(lease));
  }

  /// Calls `changed` after every change below `prefix`, on a thread of the client; it must not
  /// block.
  public void watch(String prefix, Runnable changed) {
    watch(prefix, true, event -> changed.run());
  }

  /// Calls `changed` with every new value of one key, on a thread of the client; it must not block.
  public void watch(String key, Consumer<Entry> changed) {
    watch(
        key,
        false,
        response ->
            response.getEvents().stream()
                .filter(event -> event.getEventType() == WatchEvent.EventType.PUT)
                .map(event -> entry(key, event.getKeyValue()))
                .forEach(changed));
  }

  private static Entry entry(String key, KeyValue pair) {
    return new Entry(key, pair.getValue().toString(StandardCharsets.UTF_8), pair.getModRevision());
  }

  private void watch(String key, boolean prefix, Consumer<WatchResponse> changed) {
    WatchOption option = WatchOption.builder().isPrefix(prefix).build();
    Watch.Listener listener =
        Watch.listener(
            changed, failure -> log.warn("watching {} failed: {}", key, failure.getMessage()));
    client.getWatchClient().watch(bytes(key), option, listener);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    client.close();
    endpoints.close();
  }
}
