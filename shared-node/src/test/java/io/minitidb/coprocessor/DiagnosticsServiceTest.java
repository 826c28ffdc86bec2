package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.minitidb.config.ByteSize;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.Nodes;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.diagnosticspb.DiagnosticsGrpc;
import io.minitidb.proto.diagnosticspb.LogLevel;
import io.minitidb.proto.diagnosticspb.LogMessage;
import io.minitidb.proto.diagnosticspb.SearchLogRequest;
import io.minitidb.proto.diagnosticspb.SearchLogResponse;
import io.minitidb.proto.diagnosticspb.ServerInfoItem;
import io.minitidb.proto.diagnosticspb.ServerInfoPair;
import io.minitidb.proto.diagnosticspb.ServerInfoRequest;
import io.minitidb.proto.diagnosticspb.ServerInfoResponse;
import io.minitidb.proto.diagnosticspb.ServerInfoType;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The service as tools call it, over a channel.
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class DiagnosticsServiceTest {
  private static final long TEN = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

  @TempDir Path directory;
  private final Closer closer = new Closer();
  private Coprocessor coprocessor;
  private DiagnosticsGrpc.DiagnosticsBlockingStub stub;

  @BeforeEach
  void start() throws IOException {
    coprocessor =
        new Coprocessor(
            MemTables.load(),
            Nodes.context(NodeKind.TIKV).with(NodeLog.class, new NodeLog(Optional.of(file()))),
            4);
    NodeServer server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .addService(new DiagnosticsService(() -> coprocessor))
                .start());
    ManagedChannel channel = Channels.open(new HostPort("127.0.0.1", server.port()));
    closer.add(channel::shutdownNow);
    stub = DiagnosticsGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES);
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  private Path file() {
    return directory.resolve("tikv.log");
  }

  private static String line(int second, String level, String rest) {
    return "[2026/03/01 11:00:%02d.500 +01:00] [%s] %s\n".formatted(second, level, rest);
  }

  private List<LogMessage> search(SearchLogRequest request) {
    List<LogMessage> messages = new ArrayList<>();
    stub.searchLog(request).forEachRemaining(part -> messages.addAll(part.getMessagesList()));
    return messages;
  }

  private List<String> texts(SearchLogRequest.Builder request) {
    return search(request.build()).stream().map(LogMessage::getMessage).toList();
  }

  private void write() throws IOException {
    Files.writeString(Path.of(file() + ".1"), line(0, "INFO", "[a.rs:1] [\"first one\"]"));
    Files.writeString(
        file(),
        line(1, "WARN", "[b.rs:2] [slow] [took=2s]")
            + "  at x\n"
            + line(2, "FATAL", "[c.rs:3] [gone]")
            + line(3, "odd", "[d.rs:4] [strange]")
            + line(4, "DEBUG", "[e.rs:5] [Slow]"));
  }

  @Test
  void linesHaveTimeLevelAndWhatFollowsInFileOrder() throws IOException {
    write();
    assertThat(search(SearchLogRequest.getDefaultInstance()))
        .extracting(LogMessage::getTime, LogMessage::getLevel, LogMessage::getMessage)
        .extracting(Object::toString)
        .containsExactly(
            "(" + (TEN + 500) + "L, Info, \"[a.rs:1] [\"first one\"]\")",
            "(" + (TEN + 1500) + "L, Warn, \"[b.rs:2] [slow] [took=2s]\")",
            "(" + (TEN + 1500) + "L, Warn, \"  at x\")",
            "(" + (TEN + 2500) + "L, Critical, \"[c.rs:3] [gone]\")",
            "(" + (TEN + 3500) + "L, UNKNOWN, \"[d.rs:4] [strange]\")",
            "(" + (TEN + 4500) + "L, Debug, \"[e.rs:5] [Slow]\")");
  }

  @Test
  void bothEndsOfTheTimeBelongToItAndZeroIsNoBound() throws IOException {
    write();
    SearchLogRequest.Builder request =
        SearchLogRequest.newBuilder().setStartTime(TEN + 1500).setEndTime(TEN + 2500);
    assertThat(texts(request)).hasSize(3);
    assertThat(texts(request.setStartTime(TEN + 1501))).containsExactly("[c.rs:3] [gone]");
    assertThat(texts(request.setEndTime(0))).hasSize(3);
    assertThat(texts(request.setEndTime(Long.MAX_VALUE))).hasSize(3);
    assertThat(texts(request.setStartTime(Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void levelsChooseAndTheUnknownPasses() throws IOException {
    write();
    SearchLogRequest.Builder request = SearchLogRequest.newBuilder().addLevels(LogLevel.Critical);
    assertThat(texts(request)).containsExactly("[c.rs:3] [gone]", "[d.rs:4] [strange]");
    assertThat(texts(request.addLevels(LogLevel.Debug))).hasSize(3);
    assertThat(texts(request.clearLevels().addLevels(LogLevel.UNKNOWN)))
        .containsExactly("[d.rs:4] [strange]");
  }

  @Test
  void allPatternsMustMatchInTheirCase() throws IOException {
    write();
    SearchLogRequest.Builder request = SearchLogRequest.newBuilder().addPatterns("slow|gone");
    assertThat(texts(request)).hasSize(2);
    assertThat(texts(request.addPatterns("took=\\d+s")))
        .containsExactly("[b.rs:2] [slow] [took=2s]");
  }

  @Test
  void aLogOfManyLinesComesInParts() throws IOException {
    StringBuilder lines = new StringBuilder();
    String rest = "x".repeat(1000);
    for (int i = 0; i < 3000; i++) {
      lines.append(line(i % 60, "INFO", i + " " + rest));
    }
    Files.writeString(file(), lines);
    Iterator<SearchLogResponse> parts = stub.searchLog(SearchLogRequest.getDefaultInstance());
    int count = 0;
    int messages = 0;
    while (parts.hasNext()) {
      messages += parts.next().getMessagesCount();
      count++;
    }
    assertThat(messages).isEqualTo(3000);
    assertThat(count).isGreaterThan(2);
  }

  @Test
  void aMissingFileIsAnEmptyStream() {
    assertThat(search(SearchLogRequest.getDefaultInstance())).isEmpty();
  }

  @Test
  void whatCannotBeSearchedIsRefusedInWords() {
    assertThatThrownBy(() -> texts(SearchLogRequest.newBuilder().addPatterns("(")))
        .hasMessageStartingWith("INVALID_ARGUMENT: the pattern '(' is malformed: Unclosed group");
    assertThatThrownBy(() -> texts(SearchLogRequest.newBuilder().addPatterns("x".repeat(5000))))
        .hasMessage("INVALID_ARGUMENT: a pattern has 5000 characters; it may have 4096");
    assertThatThrownBy(
            () -> {
              SearchLogRequest.Builder many = SearchLogRequest.newBuilder();
              for (int i = 0; i < 65; i++) {
                many.addPatterns("x");
              }
              texts(many);
            })
        .hasMessage("INVALID_ARGUMENT: 65 patterns are too many; 64 may be searched at once");
  }

  @Test
  void theLimitsOfTheNodeHold() throws IOException {
    write();
    CoprocessorConfig none = CoprocessorConfig.NONE;
    coprocessor.limit(
        new CoprocessorConfig(
            1,
            0,
            new ByteSize(10),
            none.memoryQuota(),
            none.maxRequestDuration(),
            none.slowLogThreshold()));
    assertThatThrownBy(() -> search(SearchLogRequest.getDefaultInstance()))
        .hasMessageStartingWith(
            "RESOURCE_EXHAUSTED: the answer is larger than coprocessor.max-answer-size");
  }

  @Test
  void theMachineIsToldByDeviceInOrder() {
    ServerInfoResponse all = info(ServerInfoType.All);
    assertThat(all.getItemsList())
        .extracting(item -> item.getTp() + " " + item.getName())
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("cpu cpu", "cpu usage", "disk vda1", "memory memory", "system sysctl");
    ServerInfoItem memory =
        info(ServerInfoType.HardwareInfo).getItemsList().stream()
            .filter(item -> item.getTp().equals("memory"))
            .findFirst()
            .orElseThrow();
    assertThat(memory.getPairsList())
        .containsExactly(
            ServerInfoPair.newBuilder().setKey("capacity").setValue("" + (16L << 30)).build());
    assertThat(info(ServerInfoType.SystemInfo).getItemsList())
        .allMatch(item -> item.getTp().equals("system"));
    assertThat(info(ServerInfoType.LoadInfo).getItemsList())
        .extracting(ServerInfoItem::getName)
        .contains("virtual", "swap");
  }

  private ServerInfoResponse info(ServerInfoType type) {
    return stub.serverInfo(ServerInfoRequest.newBuilder().setTp(type).build());
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatThrownBy(() -> stub.serverInfo(ServerInfoRequest.newBuilder().setTpValue(9).build()))
        .hasMessageStartingWith(Status.Code.INVALID_ARGUMENT + ": unknown type");
  }
}
