package io.bcda;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order of the house: who may lean on whom (docs/architecture.md). */
class RoomsTest {
  private static final String ROOT = "io.bcda";

  /** A room uses only rooms on lower floors; rooms of one floor do not know each other. */
  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          Map.entry("refusal", 0),
          Map.entry("settings", 0),
          Map.entry("rounds", 0),
          Map.entry("audit", 0),
          Map.entry("cluster", 0),
          Map.entry("inbox", 0),
          Map.entry("logs", 0),
          Map.entry("web", 0),
          Map.entry("store", 1),
          Map.entry("aco", 1),
          Map.entry("auth", 2),
          Map.entry("files", 2),
          Map.entry("loading", 2),
          Map.entry("attribution", 2),
          Map.entry("export", 3),
          Map.entry("api", 4),
          Map.entry("sandbox", 5),
          Map.entry("admin", 5),
          Map.entry("console", 5),
          Map.entry("client", 5));

  /** The ground itself: every room may stand on these, those beside them too. */
  private static final Set<String> GROUND = Set.of("refusal", "settings", "rounds");

  /** Rooms that lean on nothing at all. */
  private static final Set<String> FREE_STANDING = Set.of("refusal", "rounds", "client");

  private static final String[] KNOW_HTTP = {
    ROOT,
    "io.bcda.api..",
    "io.bcda.auth..",
    "io.bcda.admin..",
    "io.bcda.client..",
    "io.bcda.console..",
    "io.bcda.sandbox..",
    "io.bcda.web.."
  };

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void givenEveryPackage_whenLookedUp_thenItIsARoomWithAFloor() {
    Set<String> rooms =
        MAIN.stream()
            .map(RoomsTest::room)
            .filter(r -> !r.isEmpty())
            .collect(toCollection(TreeSet::new));
    assertThat(rooms).isNotEmpty().allSatisfy(r -> assertThat(FLOORS).containsKey(r));
  }

  @Test
  void givenRooms_whenOneUsesAnother_thenTheOtherIsOnALowerFloor() {
    classes().that().resideOutsideOfPackage(ROOT).should(useOnlyLowerFloors()).check(MAIN);
  }

  @Test
  void givenRooms_whenTheyUseTheApplicationClass_thenOnlyTheTopFloorDoes() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, "io.bcda.sandbox..", "io.bcda.admin..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(MAIN);
  }

  @Test
  void givenRoomsWithoutAnHttpDoor_whenCompiled_thenTheyKnowNoHttpType() {
    noClasses()
        .that(resideOutsideOfPackages(KNOW_HTTP))
        .should(
            dependOnClassesThat(
                resideInAnyPackage(
                    "jakarta.servlet..",
                    "org.springframework.web..",
                    "org.springframework.http..",
                    "java.net.http..")))
        .because("only api, auth, admin, client, console and sandbox know HTTP")
        .check(MAIN);
  }

  @Test
  void givenAudit_whenCompiled_thenItKnowsOnlySpringJdbcAndThePlatform() {
    classes()
        .that()
        .resideInAPackage("io.bcda.audit..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.bcda.audit..",
            "io.bcda.settings..",
            "io.bcda.refusal..",
            "io.bcda.rounds..",
            "java..",
            "javax.sql..",
            "org.h2.tools..", // a trigger
            "org.jspecify..",
            "org.slf4j..",
            "org.springframework..")
        .check(MAIN);
  }

  private static ArchCondition<JavaClass> useOnlyLowerFloors() {
    return new ArchCondition<>("use only rooms on lower floors") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          JavaClass used = dependency.getTargetClass();
          if (inTheHouse(used) && !mayUse(room(user), room(used))) {
            events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayUse(String user, String used) {
    if (user.equals(used)) {
      return true;
    }
    if (FREE_STANDING.contains(user)) {
      return false;
    }
    return GROUND.contains(used)
        || FLOORS.getOrDefault(used, Integer.MAX_VALUE) < FLOORS.getOrDefault(user, 0);
  }

  private static boolean inTheHouse(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".");
  }

  /** The first package below the root; empty for the root itself. */
  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
  }
}
