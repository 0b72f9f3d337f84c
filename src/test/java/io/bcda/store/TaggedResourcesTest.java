package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.TaggedResources.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

class TaggedResourcesTest {

  /** A driver holds all rows of a statement: a body has some 16 KB, but may have many more. */
  @Test
  void givenManyResources_whenLookedThrough_thenFewBodiesAtATime() {
    List<String> ids = IntStream.range(0, 250).mapToObj(i -> "c" + i).toList();
    Asked db = new Asked();
    new TaggedResources(db)
        .having(Set.of(new Tag(null, "NCH")), ResourceKind.EXPLANATION_OF_BENEFIT, ids);
    assertThat(db.batches.stream().flatMap(List::stream)).containsExactlyElementsOf(ids);
    assertThat(db.batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(100));
  }

  /** A database without rows that keeps what it was asked for. */
  private static final class Asked extends NamedParameterJdbcTemplate {
    private final List<List<String>> batches = new ArrayList<>();

    Asked() {
      super(new JdbcTemplate());
    }

    @Override
    public void query(String sql, Map<String, ?> parameters, RowCallbackHandler row) {
      batches.add(((List<?>) parameters.get("ids")).stream().map(String::valueOf).toList());
    }
  }
}
