package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SetOperationExecutorTest {
  private final Batch left = Rows.batch(Rows.vector(Type.BIGINT, 1, 2, 2, 2, null, null, 3));
  private final Batch right = Rows.batch(Rows.vector(Type.BIGINT, 2, 2, null, 4));

  private List<String> run(SetOperationExecutor.Kind kind, boolean all) {
    return Rows.run(
        new SetOperationExecutor(
            Rows.source(left.head(3), left.range(3, 4)),
            Rows.source(right),
            kind,
            all,
            List.of(Type.BIGINT),
            Rows.context()));
  }

  @Test
  void intersectTakesWhatBothHave() {
    assertThat(run(SetOperationExecutor.Kind.INTERSECT, false)).containsExactly("2", "NULL");
    assertThat(run(SetOperationExecutor.Kind.INTERSECT, true)).containsExactly("2", "2", "NULL");
  }

  @Test
  void exceptTakesWhatTheRightLacks() {
    assertThat(run(SetOperationExecutor.Kind.EXCEPT, false)).containsExactly("1", "3");
    assertThat(run(SetOperationExecutor.Kind.EXCEPT, true)).containsExactly("1", "2", "NULL", "3");
  }

  @Test
  void groupingSetsRepeatRows() {
    Batch batch = Rows.batch(Rows.vector(Type.BIGINT, 1), Rows.vector(Type.TEXT, "a"));
    assertThat(
            Rows.run(
                new ExpandExecutor(
                    Rows.source(batch, batch.head(0)),
                    List.of(0, 1),
                    List.of(List.of(0, 1), List.of(0), List.of()))))
        .containsExactly("1 a 1 a 0", "1 a 1 NULL 1", "1 a NULL NULL 2");
  }
}
