package io.bcda.sandbox;

/**
 * Medicare Beneficiary Identifiers of nobody: eleven characters in CMS's form, with the letter S in
 * second place, which no living person's has.
 */
final class Mbi {
  private static final String LETTERS = "ACDEFGHJKMNPQRTUVWXY";
  private static final String LETTERS_AND_DIGITS = "0123456789" + LETTERS;
  private static final String DIGITS = "0123456789";
  // Places 11 down to 3; places 1 and 2 are fixed.
  private static final String[] PLACES = {
    DIGITS,
    DIGITS,
    LETTERS,
    LETTERS,
    DIGITS,
    LETTERS_AND_DIGITS,
    LETTERS,
    DIGITS,
    LETTERS_AND_DIGITS
  };

  private Mbi() {}

  /** The MBI with this number; different numbers give different MBIs. */
  static String of(long number) {
    char[] mbi = new char[11];
    mbi[0] = '1';
    mbi[1] = 'S';
    long rest = number;
    for (int i = 0; i < PLACES.length; i++) {
      String symbols = PLACES[i];
      mbi[10 - i] = symbols.charAt((int) (rest % symbols.length()));
      rest /= symbols.length();
    }
    return new String(mbi);
  }
}
