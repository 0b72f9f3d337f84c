package io.bcda.bench;

import java.util.List;

/**
 * What a benchmark tells.
 *
 * @param title of the page
 * @param sections Markdown: tables, and what must be said with them
 * @param budgets what was promised, and whether it holds
 */
record BenchReport(String title, List<String> sections, List<Budget> budgets) {
  /** One promise. */
  record Budget(String promise, String seen, boolean holds) {
    String line() {
      return "- %s: %s; seen %s".formatted(holds ? "holds" : "**does not hold**", promise, seen);
    }
  }

  BenchReport {
    sections = List.copyOf(sections);
    budgets = List.copyOf(budgets);
  }

  /** The whole page. */
  String page(String machine) {
    StringBuilder page = new StringBuilder("# " + title + "\n\n" + machine + "\n");
    sections.forEach(section -> page.append('\n').append(section.strip()).append('\n'));
    page.append("\n## Budgets\n\n");
    budgets.forEach(budget -> page.append(budget.line()).append('\n'));
    return page.toString();
  }
}
