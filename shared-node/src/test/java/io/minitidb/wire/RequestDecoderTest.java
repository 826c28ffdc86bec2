package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.kvrpcpb.Context;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
  private final RequestDecoder decoder = new RequestDecoder();

  private static CopRequest request(String table, Duration deadline) {
    Dag dag = Dag.scan(new Operator.MemTableScan(table, List.of(0), List.of(Type.BIGINT)));
    return new CopRequest(dag, User.all("root", "here"), ZoneOffset.UTC, deadline, 7);
  }

  @Test
  void aRepeatedPlanIsTheSameObjectAndKeepsItsOwnDeadline() {
    CopRequest first = decode(request("t", Duration.ofSeconds(1)).encode());
    CopRequest second = decode(request("t", Duration.ofSeconds(2)).encode());
    assertThat(second.dag()).isSameAs(first.dag());
    assertThat(first.deadline()).isEqualTo(Duration.ofSeconds(1));
    assertThat(second.deadline()).isEqualTo(Duration.ofSeconds(2));
    assertThat(second.user()).isEqualTo(User.all("root", "here"));
    assertThat(second.storeId()).isEqualTo(7);
  }

  @Test
  void anotherPlanIsNotMistakenForIt() {
    decode(request("t", Duration.ofSeconds(1)).encode());
    CopRequest other = decode(request("u", Duration.ofSeconds(1)).encode());
    assertThat(other.dag().scan().table()).isEqualTo("u");
  }

  @Test
  void whatStandsBesideAKnownPlanIsStillChecked() {
    Request known = request("t", Duration.ofSeconds(1)).encode();
    decode(known);
    assertThatThrownBy(() -> decode(known.toBuilder().setTp(104).build()))
        .isInstanceOf(WireException.class);
    Context region = known.getContext().toBuilder().setRegionId(3).build();
    assertThatThrownBy(() -> decode(known.toBuilder().setContext(region).build()))
        .isInstanceOf(WireException.class);
  }

  @Test
  void manyPlansDoNotPileUp() {
    for (int i = 0; i < 1000; i++) {
      assertThat(decode(request("t" + i, Duration.ofSeconds(1)).encode()).dag().scan().table())
          .isEqualTo("t" + i);
    }
    CopRequest first = decode(request("t0", Duration.ofSeconds(1)).encode());
    assertThat(first.dag().scan().table()).isEqualTo("t0");
  }

  private CopRequest decode(Request message) {
    return (CopRequest) decoder.decode(message);
  }
}
