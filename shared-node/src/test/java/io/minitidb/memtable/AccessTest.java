package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.node.NodeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private static final TableInfo LOAD =
      BoundTable.single(
              Definition.named("load", NodeKind.PD)
                  .needs(Privilege.PROCESS)
                  .of(
                      List.of(Column.<Integer>bigint("n", Type.BIGINT, row -> row)),
                      context -> List.of(1)))
          .info();

  @Test
  void whoMayNotReadATableGets1227() {
    User nobody = new User("app", "10.0.0.1", Set.of(Privilege.CONFIG));
    assertThatThrownBy(() -> AccessDenied.check(nobody, LOAD))
        .isInstanceOf(EvalException.class)
        .hasMessage(
            "Access denied; you need (at least one of) the PROCESS privilege(s) for this operation")
        .extracting(e -> ((EvalException) e).code())
        .isEqualTo(1227);
    AccessDenied.check(User.all("root", "127.0.0.1"), LOAD);
  }

  @Test
  void aUserSeesHisOwnRowsAndWithProcessAll() {
    User app = new User("app", "10.0.0.1", Set.of());
    assertThat(app.sees("app")).isTrue();
    assertThat(app.sees("root")).isFalse();
    assertThat(app.sees("")).isFalse();
    assertThat(User.all("root", "").sees("app")).isTrue();
  }

  @Test
  void privilegesTravelAsBits() {
    assertThat(Privilege.bits(Set.of())).isZero();
    for (Privilege privilege : Privilege.values()) {
      assertThat(Privilege.of(Privilege.bits(Set.of(privilege)))).containsExactly(privilege);
    }
    assertThat(Privilege.of(-1)).isEqualTo(EnumSet.allOf(Privilege.class));
  }
}
