package io.bcda.attribution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What deliveries are accepted, and how long a roster is used.
 *
 * @param counts whether CCLF8 must hold exactly as many records as CCLF0 announces, or may hold
 *     fewer, as CMS's own server accepts
 * @param mbiForm whether an MBI that has not CMS's form refuses the delivery or is only counted
 * @param syntheticMbi whether MBIs with an S in second place, which are never real, are allowed,
 *     refused, or the only ones allowed
 * @param trailer whether a preference file must end with a trailer, without which a file that was
 *     cut short is not noticed
 * @param maxAge age at which a delivered file is too old to be loaded, by its name
 * @param maxMembers records that one delivery may hold; bounds the memory that loading takes (about
 *     25 bytes each)
 * @param importClock "now" for judging a delivered file's age, in place of the clock, so that old
 *     files can be tried; absent in production
 * @param currentMaxAge age of its file at which a current roster is used no more
 * @param runoutMaxAge age of its file at which a runout roster is used no more
 * @param preferencesLapseAfterDays days after which a preference given to 1-800-MEDICARE counts no
 *     more, counted from its effective date (60 as CMS's own server has it); null for never
 */
@ConfigurationProperties("bcda.attribution")
record AttributionSettings(
    @DefaultValue("exact") CountRule counts,
    @DefaultValue("reject") MbiFormRule mbiForm,
    @DefaultValue("allow") SyntheticMbi syntheticMbi,
    @DefaultValue("required") PreferenceFile.TrailerRule trailer,
    @DefaultValue("45d") Duration maxAge,
    @DefaultValue("2000000") int maxMembers,
    @Nullable Instant importClock,
    @DefaultValue("50d") Duration currentMaxAge,
    @DefaultValue("180d") Duration runoutMaxAge,
    @Nullable Integer preferencesLapseAfterDays) {

  /** How many records CCLF8 must hold. */
  enum CountRule {
    EXACT,
    AT_MOST
  }

  /** What an MBI of an odd form does. */
  enum MbiFormRule {
    REJECT,
    WARN
  }

  /** What an MBI with an S in second place does. */
  enum SyntheticMbi {
    ALLOW,
    REFUSE,
    REQUIRE
  }

  AttributionSettings {
    positive("max-age", maxAge);
    positive("current-max-age", currentMaxAge);
    positive("runout-max-age", runoutMaxAge);
    if (preferencesLapseAfterDays != null && preferencesLapseAfterDays < 1) {
      throw new IllegalArgumentException(
          "bcda.attribution.preferences-lapse-after-days must be 1 or more");
    }
    if (maxMembers < 1 || maxMembers > 50_000_000) {
      throw new IllegalArgumentException(
          "bcda.attribution.max-members must be from 1 to 50,000,000");
    }
  }

  private static void positive(String key, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("bcda.attribution." + key + " must be positive");
    }
  }

  /** Which MBIs may stand in a file. */
  MbiRules mbis() {
    return new MbiRules(mbiForm, syntheticMbi);
  }

  /** The clock by which a delivered file's age is judged. */
  Clock importClock(Clock clock) {
    return importClock == null ? clock : Clock.fixed(importClock, ZoneOffset.UTC);
  }
}
