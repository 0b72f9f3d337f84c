package io.bcda.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How ACOs read and search over FHIR.
 *
 * @param pageSize resources on a page of a search that asks for no number
 * @param largestPage resources on a page at most
 * @param keepSearches how long the further pages of a search can be asked for, at most an hour
 * @param perMinute reads, searches and pages that one client may ask for in a minute, of each node
 * @param atOnce how many of them one client may have under way at once, on each node
 */
@Validated
@ConfigurationProperties("bcda.reads")
record ReadSettings(
    @DefaultValue("50") @Min(1) @Max(1000) int pageSize,
    @DefaultValue("500") @Min(1) @Max(1000) int largestPage,
    @DefaultValue("30m") @NotNull Duration keepSearches,
    @DefaultValue("600") @Min(1) @Max(1000000) int perMinute,
    @DefaultValue("8") @Min(1) @Max(1000) int atOnce) {

  ReadSettings {
    // HAPI deletes stored searches after an hour.
    if (keepSearches.compareTo(Duration.ofSeconds(1)) < 0
        || keepSearches.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("bcda.reads.keep-searches must be 1s to 1h");
    }
    if (pageSize > largestPage) {
      throw new IllegalArgumentException(
          "bcda.reads.page-size must not be more than bcda.reads.largest-page");
    }
  }
}
