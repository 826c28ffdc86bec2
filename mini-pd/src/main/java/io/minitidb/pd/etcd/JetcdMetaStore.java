package io.minitidb.pd.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.minitidb.node.HostPort;
import io.minitidb.server.TlsContexts;
import io.minitidb.tls.Security;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The metadata in etcd, through jetcd and the member's own etcd only: another member's answer
/// would say what *it* sees.
public final class JetcdMetaStore implements MetaStore {
  /// How long a key that etcd cannot serve may be retried inside jetcd; the caller has given up
  /// long before.
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(10);

  private final Client client;
  private final Channel local;
  private final Security security;
  private final Duration deadline;

  private JetcdMetaStore(Client client, Channel local, Security security, Duration deadline) {
    this.client = client;
    this.local = local;
    this.security = security;
    this.deadline = deadline;
  }

  /// Connects lazily.
  ///
  /// @param etcd where the local etcd listens
  /// @param local a channel to the same address, which stays the caller's; jetcd opens a new one
  ///   for each status call
  public static JetcdMetaStore open(HostPort etcd, Channel local, Duration deadline) {
    return open(etcd, Security.NONE, local, deadline);
  }

  /// As [#open(HostPort, Channel, Duration)], with this member's certificate when it has one.
  public static JetcdMetaStore open(
      HostPort etcd, Security security, Channel local, Duration deadline) {
    ClientBuilder builder =
        Client.builder()
            .endpoints(security.uri(etcd, "").toString())
            .waitForReady(false)
            .connectTimeout(Duration.ofSeconds(3))
            .retryDelay(50)
            .retryMaxDelay(500)
            .retryMaxDuration(RETRY_LIMIT)
            .executorService(Executors.newVirtualThreadPerTaskExecutor());
    if (security.tls()) {
      builder.sslContext(TlsContexts.clientOfAnyHost(security));
    }
    return new JetcdMetaStore(builder.build(), local, security, deadline);
  }

  @Override
  public MetaStore within(Duration deadline) {
    return new JetcdMetaStore(client, local, security, deadline);
  }

  @Override
  public Optional<Entry> get(String key) {
    return read(key, GetOption.DEFAULT).stream().findFirst();
  }

  @Override
  public Optional<Entry> localGet(String key) {
    return read(key, GetOption.builder().withSerializable(true).build()).stream().findFirst();
  }

  @Override
  public List<Entry> list(String prefix) {
    return read(prefix, GetOption.builder().isPrefix(true).build());
  }

  @Override
  public List<Entry> localList(String prefix) {
    return read(prefix, GetOption.builder().isPrefix(true).withSerializable(true).build());
  }

  private List<Entry> read(String key, GetOption option) {
    return await(client.getKVClient().get(bytes(key), option)).getKvs().stream()
        .map(JetcdMetaStore::entry)
        .toList();
  }

  private static Entry entry(KeyValue kv) {
    return new Entry(
        kv.getKey().toString(StandardCharsets.UTF_8),
        ByteString.copyFrom(kv.getValue().getBytes()),
        kv.getModRevision());
  }

  @Override
  public void put(String key, ByteString value) {
    await(client.getKVClient().put(bytes(key), ByteSequence.from(value)));
  }

  @Override
  public boolean commit(List<Guard> guards, List<Write> writes) {
    Cmp[] compares = guards.stream().map(JetcdMetaStore::compare).toArray(Cmp[]::new);
    Op[] operations = writes.stream().map(JetcdMetaStore::operation).toArray(Op[]::new);
    return await(client.getKVClient().txn().If(compares).Then(operations).commit()).isSucceeded();
  }

  private static Cmp compare(Guard guard) {
    return switch (guard) {
      case Guard.Absent(String key) ->
          new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
      case Guard.ValueIs(String key, ByteString value) ->
          new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.value(ByteSequence.from(value)));
      case Guard.RevisionIs(String key, long revision) ->
          new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    };
  }

  private static Op operation(Write write) {
    return switch (write) {
      case Write.Put(String key, ByteString value, long lease) ->
          Op.put(
              bytes(key), ByteSequence.from(value), PutOption.builder().withLeaseId(lease).build());
      case Write.Delete(String key) -> Op.delete(bytes(key), DeleteOption.DEFAULT);
    };
  }

  @Override
  public Grant grant(Duration ttl) {
    LeaseGrantResponse granted = await(client.getLeaseClient().grant(Math.max(1, ttl.toSeconds())));
    return new Grant(granted.getID(), Duration.ofSeconds(granted.getTTL()));
  }

  @Override
  public Duration keepAlive(long lease) {
    return Duration.ofSeconds(await(client.getLeaseClient().keepAliveOnce(lease)).getTTL());
  }

  @Override
  public void revoke(long lease) {
    await(client.getLeaseClient().revoke(lease));
  }

  @Override
  public AutoCloseable watch(String key, long fromRevision, WatchListener listener) {
    WatchOption option =
        WatchOption.builder()
            .withRevision(fromRevision)
            .withRequireLeader(true)
            .withProgressNotify(true)
            .build();
    return client
        .getWatchClient()
        .watch(bytes(key), option, response -> changed(response, listener), listener::onEnd);
  }

  private static void changed(WatchResponse response, WatchListener listener) {
    for (WatchEvent event : response.getEvents()) {
      listener.onChange(event.getEventType() == WatchEvent.EventType.DELETE);
    }
  }

  @Override
  public EtcdStatus status() {
    try {
      StatusResponse status =
          MaintenanceGrpc.newBlockingStub(local)
              .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
              .status(StatusRequest.getDefaultInstance());
      return new EtcdStatus(
          status.getHeader().getMemberId(),
          status.getLeader(),
          status.getRaftTerm(),
          status.getRaftIndex(),
          status.getRaftAppliedIndex(),
          status.getVersion());
    } catch (StatusRuntimeException e) {
      throw new MetaException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<EtcdMember> members() {
    return await(client.getClusterClient().listMember()).getMembers().stream()
        .map(m ->
            new EtcdMember(
                m.getId(), m.getName(), texts(m.getPeerURIs()), texts(m.getClientURIs())))
        .toList();
  }

  private static List<String> texts(List<URI> uris) {
    return uris.stream().map(URI::toString).toList();
  }

  @Override
  public EtcdEndpoint endpoint(String clientUrl, Duration limit) {
    return EtcdEndpoint.at(clientUrl, limit, security);
  }

  @Override
  public void moveLeader(long to) {
    await(client.getMaintenanceClient().moveLeader(to));
  }

  @Override
  public void removeMember(long id) {
    EtcdEndpoint.over(local, deadline).remove(id);
  }

  @Override
  public void close() {
    client.close();
  }

  private static ByteSequence bytes(String key) {
    return ByteSequence.from(key, StandardCharsets.UTF_8);
  }

  private <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new MetaException("etcd did not answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MetaException(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new MetaException("interrupted", e);
    }
  }
}
