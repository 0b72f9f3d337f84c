package io.bcda.export;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How exports are cut, how many run at once, and how long they are kept.
 *
 * @param keepFiles how long a job's files can be downloaded after it completed
 * @param keepRecords how long a job stays in the job list
 * @param repeat what to do when the same request is running already
 * @param perAco jobs of one ACO that may run at once
 * @param running jobs that may run at once in all, on all nodes together
 * @param sliceRows resources in one slice, and so in one file; on H2 at most 2,000
 * @param sweep how often retention and lost jobs are looked after
 */
@Validated
@ConfigurationProperties("bcda.jobs")
record JobSettings(
    @DefaultValue("24h") @NotNull Duration keepFiles,
    @DefaultValue("90d") @NotNull Duration keepRecords,
    @DefaultValue("refuse") @NotNull Repeat repeat,
    @DefaultValue("5") @Min(1) @Max(1000) int perAco,
    @DefaultValue("100") @Min(1) @Max(100000) int running,
    @DefaultValue("20000") @Min(1) @Max(1000000) int sliceRows,
    @DefaultValue("10s") @NotNull Duration sweep) {

  /** What to do with a request that is running already. */
  enum Repeat {
    /** 429, naming the running job. */
    REFUSE,
    /** 202, with the running job. */
    RETURN_RUNNING,
    /** 202, with a second job. */
    ALLOW
  }
}
