package io.bcda;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Habits that the compiler does not hold: names, clocks, output, sleeping tests. */
class CodeRulesTest {
  private static final String ROOT = "io.bcda";

  /** Ids whose only duty is to be unlike any other; nothing is decided by them. */
  private static final String MAY_MAKE_RANDOM_IDS =
      "io\\.bcda\\.(auth|cluster|export|files|inbox|store)\\..*";

  /** Makes the one clock; compares with what batch2 stamped by the clock of the machine. */
  private static final String KNOWS_REAL_TIME = "io\\.bcda\\.(BcdaServer|cluster\\.ChunkWatchdog)";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void givenAClass_whenNamed_thenItsNameSaysWhatItIs() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$](\\w*(Utils?|Helper|Manager|Impl|Common)|Base(?!64|32)[A-Z]\\w*)")
        .because("a name tells the thing, not the shelf it lies on")
        .check(MAIN);
  }

  @Test
  void givenTheClock_whenTimeIsTold_thenItIsTheInjectedOne() {
    noClasses()
        .that()
        .haveNameNotMatching(KNOWS_REAL_TIME)
        .should()
        .callMethodWhere(clocklessNow())
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .callMethodWhere(target(owner(type(Clock.class))).and(target(nameMatching("system.*"))))
        .because("tests move the one clock bean of the server")
        .check(MAIN);
  }

  @Test
  void givenIds_whenMadeAtRandom_thenOnlyWhereNothingIsDecidedByThem() {
    noClasses()
        .that()
        .haveNameNotMatching(MAY_MAKE_RANDOM_IDS)
        .should()
        .callMethod(UUID.class, "randomUUID")
        .check(MAIN);
  }

  @Test
  void givenWords_whenWritten_thenToTheLogUnlessACommandAnswersAPerson() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.bcda.admin..", "io.bcda.sandbox..", "io.bcda.client..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void givenTheLog_whenWritten_thenThroughSlf4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
        .because("SLF4J is the one log")
        .check(MAIN);
  }

  @Test
  void givenTests_whenTheyWait_thenOnAConditionAndNeverForATime() {
    noClasses()
        .should()
        .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep"))))
        .orShould()
        .callMethodWhere(target(owner(type(TimeUnit.class))).and(target(name("sleep"))))
        .because("a sleeping test is slow on a good day and red on a bad one")
        .check(TESTS);
  }

  @Test
  void givenTests_whenTheyExist_thenTheyRun() {
    noClasses().should().beAnnotatedWith(Disabled.class).check(TESTS);
    noMethods().should().beAnnotatedWith(Disabled.class).check(TESTS);
  }

  private static DescribedPredicate<JavaMethodCall> clocklessNow() {
    return target(name("now"))
        .and(target(owner(nameMatching("java\\.time\\..*"))))
        .and(target(DescribedPredicate.not(rawParameterTypes(Clock.class))))
        .forSubtype();
  }
}
