package io.minitidb.pd.change;

import io.minitidb.desired.Author;
import io.minitidb.desired.ChangeException;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.Edit;
import io.minitidb.desired.LocalTarget;
import io.minitidb.desired.Made;
import io.minitidb.desired.RemoteTarget;
import io.minitidb.desired.Scope;
import io.minitidb.desired.Target;
import io.minitidb.etcd.EtcdException;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the configuration of all members by the desired state of the cluster. One that is away
/// follows when it is back.
///
/// @param coordinator empty until this member has joined
/// @param self this member
/// @param members the addresses of all members
/// @param call tells a member something; ends within [#DEADLINE]
public record MemberChanges(
    Supplier<Optional<Coordinator>> coordinator,
    LocalTarget self,
    Supplier<List<HostPort>> members,
    BiFunction<HostPort, Request, CompletableFuture<Response>> call)
    implements ConfigChanges {
  /// How long a member may take.
  public static final Duration DEADLINE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(MemberChanges.class);

  @Override
  public void change(Map<String, String> items, String who, String statement) throws Refused {
    List<Edit> edits =
        items.entrySet().stream()
            .map(item ->
                new Edit(Scope.all(NodeKind.PD), item.getKey(), Optional.of(item.getValue())))
            .toList();
    Coordinator joined =
        coordinator.get().orElseThrow(() -> new Refused("this member has not joined yet"));
    try {
      Made made =
          joined.change(edits, new Author(who, statement, self.instance()), targets(), false);
      for (Made.Node node : made.nodes()) {
        node.pending()
            .ifPresent(why ->
                log.warn(
                    "{} does not run revision {} yet: {}", node.instance(), made.revision(), why));
      }
    } catch (ChangeException e) {
      throw new Refused(e.reason());
    } catch (EtcdException e) {
      throw new Refused("nothing is changed: " + e.getMessage());
    }
  }

  private List<Target> targets() {
    return members.get().stream().map(this::target).toList();
  }

  private Target target(HostPort member) {
    String instance = member.toString();
    return instance.equals(self.instance())
        ? self
        : new RemoteTarget(
            NodeKind.PD, instance, User.INTERNAL, DEADLINE, request -> call.apply(member, request));
  }
}
