package io.bcda.aco;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The programs of CMS in which an ACO takes part, and how each forms its ids. */
public enum AcoModel {
  /** Medicare Shared Savings Program. */
  SSP("A\\d{4}", "A0001"),
  /** ACO REACH, once Direct Contracting. */
  DC("D\\d{4}", "D0001"),
  /** Comprehensive Kidney Care Contracting. */
  CKCC("C\\d{4}", "C0001"),
  /** Kidney Care First. */
  KCF("K\\d{4}", "K0001"),
  /** Next Generation ACO; ended. */
  NGACO("V\\d{3}", "V001"),
  /** Comprehensive ESRD Care; ended. */
  CEC("E\\d{4}", "E0001"),
  /** For trial. */
  TEST("TEST\\d{3}|SBX[A-Z]{2}\\d{3}", "TEST001");

  private final Pattern id;
  private final String example;

  AcoModel(String id, String example) {
    this.id = Pattern.compile(id);
    this.example = example;
  }

  /** The model of this name; case matters. */
  public static Optional<AcoModel> named(String name) {
    return Arrays.stream(values()).filter(m -> m.name().equals(name)).findFirst();
  }

  /** The names of all models, for people. */
  public static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /** Whether a CMS id has the form that ids of this model have. */
  public boolean accepts(String cmsId) {
    return id.matcher(cmsId).matches();
  }

  /** An id of this form. */
  public String example() {
    return example;
  }
}
