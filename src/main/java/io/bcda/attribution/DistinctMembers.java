package io.bcda.attribution;

import java.io.IOException;

/** Hands each MBI of a file to a sink when it comes for the first time, and counts. */
final class DistinctMembers {
  private final MbiSet met;
  private final MbiRules rules;
  private final MemberSink sink;
  private int members;
  private int duplicates;
  private int odd;

  /**
   * @param expected most MBIs that are likely to come
   */
  DistinctMembers(int expected, MbiRules rules, MemberSink sink) {
    this.met = new MbiSet(expected);
    this.rules = rules;
    this.sink = sink;
  }

  /**
   * @throws io.bcda.refusal.Refusal if such an MBI must not be loaded
   */
  void add(String mbi, FileLine line) throws IOException {
    boolean wellFormed = rules.check(mbi, line);
    if (!met.add(mbi)) {
      duplicates++;
      return;
    }
    members++;
    odd += wellFormed ? 0 : 1;
    sink.member(members, mbi);
  }

  RosterRead read() {
    return new RosterRead(members, duplicates, odd);
  }
}
