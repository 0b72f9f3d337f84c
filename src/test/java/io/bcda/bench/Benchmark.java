package io.bcda.bench;

/**
 * One thing that is measured: makes its data, runs us and the others one after another, asserts
 * that each did the whole work, and tells what it saw. {@link BenchmarkRun} lists all.
 */
interface Benchmark {
  /** By which {@code -Dbench.only} chooses it, and its report is named. */
  String name();

  BenchReport run(Bench bench) throws Exception;
}
