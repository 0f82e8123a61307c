package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tidemark.types.LimitExceededException;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularExpressionTest {
  private static boolean matches(String pattern, String text, boolean whole) {
    return RegularExpression.compile(pattern).orElseThrow().matches(text, whole, new Effort());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a|bc; bc; true",
        "a|bc; ab; false",
        "(a|b)*c; ababc; true",
        "a{2,3}; a; false",
        "a{2,3}; aaa; true",
        "a{2,3}; aaaa; false",
        "a{2}; aa; true",
        "a{2,}; aaaaa; true",
        "[a-c]+; abcabc; true",
        "[^a-c]+; xyz; true",
        "[^a-c]; b; false",
        "[-a]; -; true",
        "[a-]; -; true",
        "[\\p{L}0]+; äß0; true",
        "\\P{L}; 1; true",
        "\\p{Nd}\\p{Zs}\\p{Sc}; 1 €; true",
        "a\\.b; axb; false",
        ".; 😀; true",
        "\\^\\-\\{; ^-{; true",
        "(()|a)*; aaa; true",
        "x?y; y; true"
      })
  void match_patterns_areAsInTheRfc(String pattern, String text, boolean expected) {
    assertThat(matches(pattern, text, true)).isEqualTo(expected);
  }

  @Test
  void search_part_isFoundAnywhere() {
    assertThat(matches("b+c", "aabbcc", false)).isTrue();
    assertThat(matches("^b", "ab", false)).isFalse();
    assertThat(matches("b$", "ab", false)).isTrue();
    assertThat(matches("", "", false)).isTrue();
    assertThat(matches("", "abc", false)).isTrue();
    assertThat(matches("d", "abc", false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a**",
        "*a",
        "[",
        "[]",
        "[b-a]",
        "a{",
        "a{}",
        "a{2,1}",
        "a{1",
        "{1}",
        "\\d",
        "\\w",
        "\\p{Xx}",
        "\\p{Cs}",
        "\\pL",
        "(?:a)",
        "a*?",
        "[a-\\p{L}]",
        "\\",
        "]",
        "}",
        "[[a]]",
        "\\1"
      })
  void compile_whatIsNoIRegexp_isEmpty(String pattern) {
    assertThat(RegularExpression.compile(pattern)).isEmpty();
  }

  /** What keeps an engine that backtracks busy for longer than the universe is old. */
  @Test
  void matches_catastrophicPatterns_takeTimeInProportionToTheText() {
    String text = "a".repeat(20_000) + "b";
    for (String pattern : new String[] {"(a*)*c", "(a|a)*c", "(a+)+c", "(a|aa)+c", "(.*a){20}c"}) {
      assertThat(
              assertTimeoutPreemptively(Duration.ofSeconds(30), () -> matches(pattern, text, true)))
          .isFalse();
    }
  }

  @Test
  void compile_moreThanFits_isALimit() {
    for (String pattern : new String[] {"a{999999}", "((a{100}){100}){100}", "((){9999}){9999}"}) {
      assertThatThrownBy(() -> RegularExpression.compile(pattern))
          .isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void compile_nestedOrRepeatedTooMuch_isALimit() {
    String most = "(".repeat(99) + "a" + ")".repeat(99);
    assertThat(matches(most, "a", true)).isTrue();
    for (String pattern : new String[] {"(" + most + ")", "a{1,1000000}", "a{1000000}"}) {
      assertThatThrownBy(() -> RegularExpression.compile(pattern))
          .as(pattern)
          .isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void compile_largeClass_isSearchedOrALimit() {
    StringBuilder members = new StringBuilder();
    for (int c = 0x4000; c < 0x4000 + 9_000; c++) {
      members.appendCodePoint(c);
    }
    String large = "[a-cb-z" + members + "]";
    for (String in : new String[] {"a", "z", "\u4000", "\u5000"}) {
      assertThat(matches(large, in, true)).as(in).isTrue();
    }
    for (String out : new String[] {"A", "{", "\u3fff", "\u9000"}) {
      assertThat(matches(large, out, true)).as(out).isFalse();
    }
    assertThatThrownBy(() -> RegularExpression.compile("[" + "a".repeat(200_000) + "]"))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void matches_emptyText_countsItsSteps() {
    RegularExpression regex = RegularExpression.compile("(a?){3000}b").orElseThrow();
    Effort effort = new Effort();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                assertThat(regex.matches("", true, effort)).isFalse();
              }
            })
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("steps");
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a", "b", "(a|b)", "[ab]", "[^a]", ".", "a*", "b+", "(ab)?", "a{1,2}", "|")
        .list()
        .ofMaxSize(6)
        .map(list -> String.join("", list));
  }

  /** The JDK's engine understands these patterns alike, and is fast enough for short texts. */
  @Property(tries = 3000)
  void matches_simplePatterns_isWhatTheJdkSays(
      @ForAll("patterns") String pattern, @ForAll("words") String text) {
    java.util.regex.Pattern jdk = java.util.regex.Pattern.compile(pattern);
    assertThat(matches(pattern, text, true)).isEqualTo(jdk.matcher(text).matches());
    assertThat(matches(pattern, text, false)).isEqualTo(jdk.matcher(text).find());
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars('a', 'b', 'c').ofMaxLength(8);
  }
}
