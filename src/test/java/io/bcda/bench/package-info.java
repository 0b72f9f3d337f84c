/**
 * Measures the server beside others, on this machine, with data that it makes: {@code mvn -Pbench
 * verify}. No class here is a test of the build; docs/performance.md says how to read the tables.
 */
package io.bcda.bench;
