package dev.tidemark.baseline.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the report as a person would, in a real browser; run with {@code -Pbrowser}. */
@Tag("browser")
class ReportInBrowserTest {

  private static final Path SCREENSHOTS = Path.of("target", "report-screenshots");
  private static final String SEARCH = "vector_search/k_10/size_100k";

  @TempDir static Path directory;
  private static Chromium browser;
  private static URI report;
  private BrowserPage page;

  @BeforeAll
  static void writeReportAndStartBrowser() throws IOException {
    SampleStore store = new SampleStore(directory.resolve("store")).filled();
    Path graph = store.current().file().resolveSibling("flame").resolve("kv_get__hit.html");
    Files.createDirectories(graph.getParent());
    Files.writeString(graph, "a flame graph");
    Path file = store.current().file().resolveSibling("report.html");
    Files.writeString(file, HtmlReport.render(store.source()));
    report = file.toUri();
    browser = new Chromium(Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    page = browser.page();
    page.view(1440, 1000, "light");
    page.open(report);
  }

  @AfterEach
  void noComplaintNoNetworkAndNoMissingValue() throws IOException {
    assertThat(text("document.body.innerText")).doesNotContain("[object", "undefined", "NaN");
    assertThat(page.complaints()).isEmpty();
    assertThat(page.requests()).isNotEmpty().allMatch(address -> address.startsWith("file:"));
  }

  @Test
  void load_sample_saysTheVerdictFirstAndShowsEveryId() throws IOException {
    assertThat(text("document.title")).startsWith("Failed");
    assertThat(text("document.querySelector('h1').textContent")).isEqualTo("✕ Failed");
    assertThat(text("document.querySelector('.verdict p').textContent"))
        .contains("3 ids slower by more than 5%", "1 enforced gate failed");
    assertThat(ids()).hasSize(15).contains(SampleStore.HOSTILE);
    assertThat(verdicts()).startsWith("REGRESSED").endsWith("NEW");
    assertThat(page.evaluate("document.images.length").asInt()).isZero();
  }

  @Test
  void sort_columnHeads_orderRowsAndSaySo() throws IOException {
    click("[data-column=id] button");
    assertThat(attribute("[data-column=id]", "aria-sort")).isEqualTo("ascending");
    assertThat(attribute("[data-column=verdict]", "aria-sort")).isEqualTo("none");
    assertThat(ids())
        .containsSubsequence(
            "vector_search/k_1/size_10k",
            "vector_search/k_10/size_1k",
            "vector_search/k_10/size_10k",
            SEARCH,
            "vector_search/k_100/size_10k");
    List<String> ascending = ids();
    click("[data-column=id] button");
    assertThat(attribute("[data-column=id]", "aria-sort")).isEqualTo("descending");
    Collections.reverse(ascending);
    assertThat(ids()).isEqualTo(ascending);

    click("[data-column=change] button");
    assertThat(ids().get(0)).isEqualTo("kv_put/strict");
    assertThat(verdicts().subList(13, 15)).containsExactlyInAnyOrder("NEW", "MISSING");
    click("[data-column=change] button");
    assertThat(verdicts().get(0)).isEqualTo("REGRESSED");
    assertThat(verdicts().subList(13, 15)).containsExactlyInAnyOrder("NEW", "MISSING");
  }

  @Test
  void filter_wordsAndVerdicts_showWhatMatchesAndAnnounceIt() throws IOException {
    page.press("/");
    page.type("Search 10K");
    assertThat(ids()).hasSize(3).allMatch(id -> id.contains("size_10k"));
    assertThat(text("document.getElementById('shown').textContent")).isEqualTo("3 of 15 ids shown");
    assertThat(attribute("#shown", "role")).isEqualTo("status");
    page.press("Escape");
    assertThat(ids()).hasSize(15);

    click("[data-verdict=IMPROVED].chip");
    click("[data-verdict=NEW].chip");
    assertThat(verdicts()).containsExactly("IMPROVED", "NEW");
    assertThat(attribute("[data-verdict=NEW].chip", "aria-pressed")).isEqualTo("true");
    page.evaluate("document.getElementById('filter').focus()");
    page.type("nothing like it");
    assertThat(ids()).isEmpty();
    assertThat(text("document.querySelector('#ids tbody').textContent")).contains("No id matches");
  }

  @Test
  void keyboard_aloneOpensMovesAndCloses() throws IOException {
    page.press("/");
    assertThat(text("document.activeElement.id")).isEqualTo("filter");
    page.press("ArrowDown");
    assertThat(focused()).isEqualTo(ids().get(0));
    page.press("ArrowDown");
    assertThat(focused()).isEqualTo(ids().get(1));
    page.press("ArrowUp");
    page.press("Enter");
    assertThat(text("document.activeElement.getAttribute('aria-expanded')")).isEqualTo("true");
    assertThat(page.evaluate("document.activeElement.matches(':focus-visible')").asBoolean())
        .isTrue();
    assertThat(text("getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
    page.press("Tab");
    page.press("Escape");
    page.press("ArrowUp");
    assertThat(page.evaluate("document.querySelectorAll('tr.detail:not([hidden])').length").asInt())
        .isLessThanOrEqualTo(1);

    page.evaluate("document.querySelector('[data-column=base] button').focus()");
    page.press("Enter");
    assertThat(attribute("[data-column=base]", "aria-sort")).isEqualTo("ascending");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void detail_inBothSchemes_drawsEveryCurve(String scheme) throws IOException {
    page.view(1440, 1000, scheme);
    open(SEARCH);
    List<String> titles = new ArrayList<>();
    page.evaluate(
            "[...document.querySelectorAll('tr.detail figcaption span')].map(s => s.textContent)")
        .forEach(title -> titles.add(title.asText()));
    assertThat(titles)
        .containsExactly(
            "Every fork",
            "Forks by round",
            "Percentiles (not judged)",
            "Scaling over size",
            "Trend over the store's runs");
    assertThat(
            page.evaluate("[...document.querySelectorAll('tr.detail .plot')].at(-1).ariaLabel")
                .asText())
        .matches(".* over 14 runs, changed at run_\\S+");
    assertThat(
            page.evaluate("document.querySelectorAll('tr.detail figure svg circle').length")
                .asInt())
        .isEqualTo(2 * SampleStore.FORKS);
    JsonNode colours = page.evaluate(COLOURS_OF_EACH_CANVAS);
    assertThat(colours).hasSize(4).allMatch(n -> n.asInt() > 20, "more than one flat colour");
    double page = luminance("background-color");
    double ink = luminance("color");
    assertThat(page > ink).isEqualTo(scheme.equals("light"));
    assertThat((Math.max(page, ink) + 0.05) / (Math.min(page, ink) + 0.05)).isGreaterThan(7);
    this.page.screenshot(SCREENSHOTS.resolve("report-" + scheme + ".png"));
  }

  /** How many different pixels each chart has. */
  private static final String COLOURS_OF_EACH_CANVAS =
      """
      [...document.querySelectorAll('tr.detail canvas')].map((canvas) => {
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      })
      """;

  /** Relative luminance by WCAG 2. */
  private double luminance(String property) throws IOException {
    return page.evaluate(
            "getComputedStyle(document.body).getPropertyValue('%s').match(/\\d+/g).slice(0, 3)"
                    .formatted(property)
                + ".map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055)"
                + " ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0)")
        .asDouble();
  }

  @Test
  void detail_ofForksInTwoGroups_saysSoAndWhatToRepeat() throws IOException {
    open("txn_commit/contended");
    String detail = text("document.querySelector('tr.detail:not([hidden])').innerText");
    assertThat(detail)
        .contains("Variance of base", "% between forks: add forks, not iterations")
        .contains("at the least cost a fork runs")
        .contains("Modes of base", "forks fall into two groups");
    open("kv_get/hit");
    assertThat(text("document.querySelector('[data-id=\"kv_get/hit\"] + tr').innerText"))
        .contains("Variance of current")
        .doesNotContain("Modes of");
  }

  @Test
  void scheme_changedWhileADetailIsOpen_redrawsItsCurves() throws IOException {
    open(SEARCH);
    String light = picture();
    page.view(1440, 1000, "dark");
    assertThat(picture()).isNotEqualTo(light);
  }

  private String picture() throws IOException {
    return text("document.querySelector('tr.detail canvas').toDataURL()");
  }

  @Test
  void detail_everyId_opensWithoutComplaint() throws IOException {
    page.evaluate("document.querySelectorAll('tr.row button').forEach((button) => button.click())");
    assertThat(page.evaluate("document.querySelectorAll('tr.detail:not([hidden])').length").asInt())
        .isEqualTo(15);
    assertThat(text("document.querySelector('.links a').getAttribute('href')"))
        .isEqualTo("./flame/kv_get__hit.html");
  }

  @Test
  void link_toAnId_opensItWhenThePageLoads() throws IOException, InterruptedException {
    BrowserPage linked = browser.page();
    linked.open(URI.create(report + "#kv_put%2Fstrict"));
    assertThat(
            linked
                .evaluate("document.querySelector('tr.detail:not([hidden])').textContent")
                .asText())
        .contains("IMPROVED", "107");
    assertThat(linked.complaints()).isEmpty();
  }

  @Test
  void table_isOneAndNeverSpeaksByColourAlone() throws IOException {
    assertThat(
            page.evaluate("document.querySelectorAll('#ids > thead th[scope=col]').length").asInt())
        .isEqualTo(8);
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('tr.row')].every((row) =>"
                        + " row.cells[1].textContent.includes(row.dataset.verdict.toLowerCase().replaceAll('_',"
                        + " ' ')))")
                .asBoolean())
        .isTrue();
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('svg, .plot')].every((picture) =>"
                        + " picture.getAttribute('aria-label'))")
                .asBoolean())
        .isTrue();
    page.view(700, 900, "light");
    assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(700);
    page.screenshot(SCREENSHOTS.resolve("report-narrow.png"));
  }

  private void open(String id) throws IOException {
    click("tr[data-id=\"" + id + "\"] button");
  }

  private void click(String selector) throws IOException {
    page.evaluate("document.querySelector(%s).click()".formatted(quoted(selector)));
  }

  private String attribute(String selector, String name) throws IOException {
    return text("document.querySelector(%s).getAttribute('%s')".formatted(quoted(selector), name));
  }

  private String focused() throws IOException {
    return text("document.activeElement.closest('tr').dataset.id");
  }

  private List<String> ids() throws IOException {
    return rows("id");
  }

  private List<String> verdicts() throws IOException {
    return rows("verdict");
  }

  private List<String> rows(String field) throws IOException {
    List<String> values = new ArrayList<>();
    page.evaluate(
            "[...document.querySelectorAll('tr.row')].map((row) => row.dataset." + field + ")")
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  private String text(String expression) throws IOException {
    return page.evaluate(expression).asText();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }
}
