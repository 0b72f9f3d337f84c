package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.ServedPaths;
import io.bcda.harness.TestServer;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The description of the operators' API holds: each path, method and status that it names is met on
 * the running server, with the media type that it says, and the server serves no other path.
 */
class AdminApiContractIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final OperatorHttp OPERATOR = OperatorHttp.shared(SERVER);
  private static final DescribedApi API = new DescribedApi(OPERATOR.get("/openapi.yaml").body());
  private static final ContractAttempts ATTEMPTS = new ContractAttempts(OPERATOR);

  static Stream<String> promises() {
    return API.promises().stream();
  }

  @ParameterizedTest
  @MethodSource("promises")
  void givenAPromise_whenTried_thenKept(String promise) {
    String[] parts = promise.split(" ");
    Answer answer = ATTEMPTS.attempt(parts[0], parts[1], parts[2]);
    assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(parts[2]));
    Set<String> types = API.types(parts[0] + " " + parts[1], parts[2]);
    if (types.isEmpty()) {
      assertThat(answer.body()).isEmpty();
    } else {
      assertThat(answer.type()).isIn(types);
    }
    if (answer.status() == 201 || answer.status() == 202) {
      assertThat(OPERATOR.get(answer.header("Location")).status()).isEqualTo(200);
    }
    if (answer.status() >= 400) {
      AdminDoorsIT.assertProblem(answer, answer.status());
    }
  }

  @Test
  void givenTheServer_whenItsPathsAreListed_thenTheDescriptionHasEachAndNoOther() {
    Set<String> served = new TreeSet<>();
    ServedPaths.of(SERVER.managementContext().getBean(OperatorMapping.class))
        .forEach(path -> served.add(plain(path)));
    assertThat(API.operations().keySet()).isEqualTo(served);
  }

  @Test
  void givenTheAttempts_whenComparedWithTheDescription_thenNothingElseIsTried() {
    assertThat(API.promises()).containsAll(ATTEMPTS.special());
  }

  private static String plain(String path) {
    return path.replaceFirst(" /admin/v1", " ")
        .replaceAll("\\{(\\w+):(?:[^{}]|\\{[^}]*})*}", "{$1}");
  }
}
