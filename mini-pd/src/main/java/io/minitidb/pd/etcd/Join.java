package io.minitidb.pd.etcd;

import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a member known to a running cluster before its etcd starts for the first time, through the
/// client URLs of those that are in it. Members that are about to come or to go make a cluster
/// refuse for a while; so this is tried again until it works or patience is at its end.
public final class Join {
  private static final Logger log = LoggerFactory.getLogger(Join.class);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(500);

  private final EtcdOptions options;
  private final List<String> endpoints;
  private final Security security;

  private Join(EtcdOptions options, List<String> endpoints, Security security) {
    this.options = options;
    this.endpoints = endpoints;
    this.security = security;
  }

  /// Not now, but perhaps in a moment.
  private static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet(String message) {
      super(message);
    }
  }

  /// Returns with which options etcd has to start. With data it needs nobody: they hold who the
  /// others are.
  ///
  /// @param endpoints client URLs of members of the cluster
  /// @param patience how long to try
  /// @param security how they are dialled
  /// @throws IOException when the cluster does not take this member; says what to do
  public static EtcdOptions prepare(
      EtcdOptions options, List<String> endpoints, Duration patience, Security security)
      throws IOException, InterruptedException {
    if (hasData(options.dataDir())) {
      return options.existing(own(options));
    }
    return options.existing(new Join(options, endpoints, security).await(patience));
  }

  private static boolean hasData(Path dataDir) throws IOException {
    Path wal = dataDir.resolve("member").resolve("wal");
    if (!Files.isDirectory(wal)) {
      return false;
    }
    try (Stream<Path> files = Files.list(wal)) {
      return files.anyMatch(file -> file.toString().endsWith(".wal"));
    }
  }

  private static List<String> urls(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(url -> !url.isEmpty()).toList();
  }

  private static String own(EtcdOptions options) {
    return urls(options.advertisePeerUrls()).stream()
        .map(url -> options.name() + "=" + url)
        .collect(Collectors.joining(","));
  }

  private String await(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<String> told = Optional.empty();
    while (true) {
      String why;
      try {
        return tryOnce();
      } catch (NotYet | MetaException e) {
        why = String.valueOf(e.getMessage());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("cannot join " + String.join(",", endpoints) + ": " + why);
      }
      if (!told.equals(Optional.of(why))) {
        log.warn("joining has to wait: {}", why);
        told = Optional.of(why);
      }
      Thread.sleep(STEP);
    }
  }

  /// Goes on where an earlier try has stopped, since what became of it may be unknown.
  private String tryOnce() throws IOException {
    Optional<MetaException> failure = Optional.empty();
    for (String endpoint : endpoints) {
      try (EtcdEndpoint cluster = EtcdEndpoint.at(endpoint, CALL_LIMIT, security)) {
        return tryAt(cluster);
      } catch (MetaException e) {
        failure = Optional.of(new MetaException(endpoint + ": " + e.getMessage(), e));
      }
    }
    throw failure.orElseThrow(() -> new IOException("--join names no client URL"));
  }

  private String tryAt(EtcdEndpoint cluster) throws IOException {
    List<EtcdMember> members = cluster.members();
    Optional<EtcdMember> self = members.stream().filter(this::isSelf).findFirst();
    check(members, self);
    if (self.isEmpty()) {
      long id = cluster.add(urls(options.advertisePeerUrls()));
      log.info("the cluster has taken {} as member {}", options.name(), text(id));
      // The next look at the members goes on from here.
      throw new NotYet("member " + text(id) + " is not listed yet");
    }
    List<String> all = new ArrayList<>();
    for (EtcdMember member : members) {
      String name = member.id() == self.get().id() ? options.name() : member.name();
      member.peerUrls().forEach(url -> all.add(name + "=" + url));
    }
    return String.join(",", all);
  }

  /// Added before, and never started.
  private boolean isSelf(EtcdMember member) {
    return member.name().isEmpty()
        && canonical(member.peerUrls()).equals(canonical(urls(options.advertisePeerUrls())));
  }

  private void check(List<EtcdMember> members, Optional<EtcdMember> self) throws IOException {
    Set<URI> clientUrls = canonical(urls(options.advertiseClientUrls()));
    for (EtcdMember member : members) {
      if (self.filter(member::equals).isPresent()) {
        continue;
      }
      if (member.name().isEmpty()) {
        throw new NotYet(
            "there is a member "
                + text(member.id())
                + " that has not joined successfully; start it at "
                + String.join(",", member.peerUrls())
                + ", or remove it (curl -X DELETE "
                + endpoints.getFirst()
                + "/pd/api/v1/members/id/"
                + text(member.id())
                + ")");
      }
      if (member.name().equals(options.name())) {
        throw new IOException(
            "missing data or join a duplicated pd: the cluster has a member "
                + member.name()
                + " already, and there are no data of it in "
                + options.dataDir()
                + "; choose another --name, or remove that one first (curl -X DELETE "
                + endpoints.getFirst()
                + "/pd/api/v1/members/name/"
                + member.name()
                + ")");
      }
      for (String url : member.clientUrls()) {
        if (clientUrls.containsAll(canonical(List.of(url)))) {
          throw new IOException(
              "client URL "
                  + url
                  + " is already used by member "
                  + member.name()
                  + "; choose another one: --advertise-client-urls");
        }
      }
    }
  }

  private static Set<URI> canonical(List<String> urls) {
    Set<URI> all = new HashSet<>();
    for (String url : urls) {
      String text = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
      all.add(URI.create(text).normalize());
    }
    return all;
  }

  private static String text(long id) {
    return Long.toUnsignedString(id);
  }
}
